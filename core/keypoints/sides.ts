import { JOINT_SETS } from '../body/joint-sets.js';
import type { Keypoints, Limb } from '../types.js';

/** The parts of each limb; of lower parts, when the thighs or upper arms are right. */
export const LIMBS = {
  legs: ['hip', 'knee', 'ankle', 'heel', 'big_toe', 'small_toe'],
  'lower legs': ['knee', 'ankle', 'heel', 'big_toe', 'small_toe'],
  arms: ['shoulder', 'elbow', 'wrist'],
  'lower arms': ['elbow', 'wrist'],
} as const satisfies Record<Limb, readonly string[]>;

/** A person's keypoints, and where they are in space if a detector says. */
export interface Sided {
  readonly keypoints: Keypoints;
  /** K×3. */
  readonly worldLandmarks?: Float64Array;
}

/** Rows of the left and the right keypoint of each part of a limb. */
export function pairsOf(set: Keypoints['set'], limb: Limb): [number, number][] {
  const names: readonly (string | null)[] = JOINT_SETS[set];
  return LIMBS[limb].flatMap((part): [number, number][] => {
    const [left, right] = [names.indexOf(`left_${part}`), names.indexOf(`right_${part}`)];
    return left < 0 || right < 0 ? [] : [[left, right]];
  });
}

/** The person with left for right in these limbs; a limb that is named twice is as it was. */
export function exchangeLimbs({ keypoints, worldLandmarks }: Sided, limbs: readonly Limb[]): Sided {
  const { set, xy, confidence } = keypoints;
  const order = [...confidence.keys()];
  for (const limb of limbs) {
    for (const [a, b] of pairsOf(set, limb)) [order[a], order[b]] = [order[b], order[a]];
  }
  const take = (values: Float64Array, width: number): Float64Array =>
    Float64Array.from(order.flatMap((from) => [...values.subarray(width * from, width * (from + 1))]));
  return {
    keypoints: { set, xy: take(xy, 2), confidence: take(confidence, 1) },
    ...(worldLandmarks && { worldLandmarks: take(worldLandmarks, 3) }),
  };
}
