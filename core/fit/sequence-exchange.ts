import { JOINT_SETS } from '../body/joint-sets.js';
import type { SequenceFrame } from './sequence.js';

/** Sides that a detector takes for each other: whole limbs. */
const LIMBS = [/_(hip|knee|ankle|heel|foot_index|big_toe|small_toe)$/, /_(shoulder|elbow|wrist|pinky|index|thumb)$/];
/** In units of the noise: a keypoint further off says only that it is wrong. */
const FARTHEST = 6;
/** Exchanged sides must explain a limb's keypoints better by so much, as a log-likelihood. */
const LEAST_GAIN = 6;

/**
 * A frame with the left and right of its legs, or of its arms, exchanged where that suits the body much better: a body that
 * follows from the other frames, too. null where all is right.
 *
 * @param expected where the body's points are in the picture, by name, pixels
 * @param noise pixels
 */
export function exchangeSides(
  { keypoints, evidence = {} }: SequenceFrame,
  expected: ReadonlyMap<string, readonly [number, number]>,
  noise: number,
): SequenceFrame | null {
  const names: readonly (string | null)[] = JOINT_SETS[keypoints.set];
  const order = [...names.keys()];
  for (const limb of LIMBS) {
    const pairs = pairsOf(names, limb);
    const straight = pairs.reduce((sum, [a, b]) => sum + cost(a, a) + cost(b, b), 0);
    const exchanged = pairs.reduce((sum, [a, b]) => sum + cost(a, b) + cost(b, a), 0);
    if (!(exchanged + LEAST_GAIN < straight)) continue;
    for (const [a, b] of pairs) {
      order[a] = b;
      order[b] = a;
    }
  }
  if (order.every((from, k) => from === k)) return null;
  const take = (values: Float64Array, width: number): Float64Array =>
    Float64Array.from(order.flatMap((from) => [...values.subarray(width * from, width * (from + 1))]));
  // What the network made of the picture was made of the wrong sides.
  const { lifted, worldLandmarks, ...rest } = evidence;
  return {
    keypoints: { set: keypoints.set, xy: take(keypoints.xy, 2), confidence: take(keypoints.confidence, 1) },
    evidence: { ...rest, ...(worldLandmarks && { worldLandmarks: take(worldLandmarks, 3) }) },
  };

  /** ½ρ of the keypoint in row `from` if it were the one of row `as`. */
  function cost(as: number, from: number): number {
    const { xy, confidence } = keypoints;
    const place = expected.get(names[as] ?? '');
    if (place === undefined || !(confidence[from] > 0)) return 0;
    const s = (Math.hypot(xy[2 * from] - place[0], xy[2 * from + 1] - place[1]) / noise) ** 2;
    const limit = FARTHEST * FARTHEST;
    return (0.5 * confidence[from] ** 2 * limit * s) / (s + limit);
  }
}

/** Rows of the left and the right keypoint of each part of a limb. */
function pairsOf(names: readonly (string | null)[], limb: RegExp): [number, number][] {
  return names.flatMap((name, k): [number, number][] => {
    if (name === null || !name.startsWith('left_') || !limb.test(name)) return [];
    const right = names.indexOf(`right_${name.slice('left_'.length)}`);
    return right < 0 ? [] : [[k, right]];
  });
}
