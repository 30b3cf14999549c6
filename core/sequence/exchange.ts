import { JOINT_SETS } from '../body/joint-sets.js';
import { exchangeLimbs, pairsOf } from '../keypoints/sides.js';
import { gemanMcClure } from '../solver/loss.js';
import type { SequenceFrame } from './frame.js';

/** In units of the noise: a keypoint further off says only that it is wrong. */
const FARTHEST = 6;
const LOSS = gemanMcClure(FARTHEST);
/** Exchanged sides must explain a limb's keypoints better by so much, as a log-likelihood. */
const MIN_GAIN = 6;

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
  const rho = new Float64Array(2);
  const limbs = (['legs', 'arms'] as const).filter((limb) => {
    const pairs = pairsOf(keypoints.set, limb);
    const straight = pairs.reduce((sum, [a, b]) => sum + cost(a, a) + cost(b, b), 0);
    const exchanged = pairs.reduce((sum, [a, b]) => sum + cost(a, b) + cost(b, a), 0);
    return exchanged + MIN_GAIN < straight;
  });
  if (limbs.length === 0) return null;
  // What the network made of the picture was made of the wrong sides.
  const { lifted, worldLandmarks, ...rest } = evidence;
  const sided = exchangeLimbs({ keypoints, ...(worldLandmarks && { worldLandmarks }) }, limbs);
  return {
    keypoints: sided.keypoints,
    evidence: { ...rest, ...(sided.worldLandmarks && { worldLandmarks: sided.worldLandmarks }) },
  };

  /** ½ρ of the keypoint in row `from` if it were the one of row `as`. */
  function cost(as: number, from: number): number {
    const { xy, confidence } = keypoints;
    const place = expected.get(names[as] ?? '');
    if (place === undefined || !(confidence[from] > 0)) return 0;
    LOSS.evaluate((Math.hypot(xy[2 * from] - place[0], xy[2 * from + 1] - place[1]) / noise) ** 2, rho);
    return 0.5 * confidence[from] ** 2 * rho[0];
  }
}
