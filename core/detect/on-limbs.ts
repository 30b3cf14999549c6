import { LANDMARKS } from './landmarks.js';
import { closeness, type Placed, toleranceOf } from './similarity.js';

/** A pose, and how sure each landmark is, in [0, 1]. */
export interface Posed extends Placed {
  /** K. */
  readonly confidence: ArrayLike<number>;
}

/** Where the body is: arms, legs, the torso's sides and diagonals, and from the nose to ears and shoulders. */
const LIMBS = [
  [11, 13],
  [13, 15],
  [12, 14],
  [14, 16],
  [23, 25],
  [25, 27],
  [24, 26],
  [26, 28],
  [11, 12],
  [23, 24],
  [11, 23],
  [12, 24],
  [11, 24],
  [12, 23],
  [0, 7],
  [0, 8],
  [0, 11],
  [0, 12],
];
/** A limb between guesses is nowhere. */
const MIN_CONFIDENCE = 0.1;
/**
 * A pose of which more lies on somebody else's limbs shows little new. Of a second body inside the first 0.86 to 0.98
 * do, of ghosts by MoveNet alone 0.74 to 0.90. Not proof by itself: of the people whom MoveNet rightly found behind
 * others seven have up to 0.57, but one has 0.85.
 */
const NOBODY_NEW = 0.7;

/** Whether what is seen of a pose, from a landmark on, is seen on somebody else's limbs, whatever its name. */
export const liesOn = (pose: Posed, other: Posed, from = 0): boolean => shareOnLimbs(pose, other, from) > NOBODY_NEW;

/**
 * How much of a pose, from a landmark on, lies on the limbs of another, in [0, 1]: the mean, weighted by confidence, of
 *
 *   exp(−d² / 2s²),  d to the nearest limb, s = 0.1 · half the other's region
 */
export function shareOnLimbs({ xy, confidence }: Posed, other: Posed, from = 0): number {
  const s = toleranceOf(other.region);
  const limbs = LIMBS.filter((ends) => ends.every((k) => other.confidence[k] >= MIN_CONFIDENCE));
  let sum = 0;
  let total = 0;
  for (let k = from; k < LANDMARKS; k++) {
    if (!(confidence[k] >= MIN_CONFIDENCE)) continue;
    let nearest = 0;
    for (const [a, b] of limbs) nearest = Math.max(nearest, closenessToLimb(xy, k, other.xy, a, b, s));
    sum += confidence[k] * nearest;
    total += confidence[k];
  }
  return total > 0 ? sum / total : 0;
}

/** exp(−d² / 2s²) of landmark k and the limb from a to b. */
function closenessToLimb(xy: Float64Array, k: number, limbs: Float64Array, a: number, b: number, s: number): number {
  const [x, y] = [xy[2 * k] - limbs[2 * a], xy[2 * k + 1] - limbs[2 * a + 1]];
  const [u, v] = [limbs[2 * b] - limbs[2 * a], limbs[2 * b + 1] - limbs[2 * a + 1]];
  const length2 = u * u + v * v;
  const along = length2 > 0 ? Math.min(1, Math.max(0, (x * u + y * v) / length2)) : 0;
  return closeness(x - along * u, y - along * v, s);
}
