import { JOINT_SETS } from '../body/joint-sets.js';
import type { Keypoints } from '../types.js';
import { MIN_CONFIDENCE, withoutKeypoints } from './observe.js';

/** With fewer keypoints seen, one far away may be as right as the others. */
const MIN_SEEN = 8;
/** So many of the keypoints are within the reach of a body: in COCO's seventeen an ankle of a whole person is beyond. */
const WITHIN = 0.8;
/** And no joint is so many times further: the furthest of 50 synthetic people and 150 in photographs is at 2.6. */
const FARTHEST = 4;

/**
 * The keypoints without those that are nowhere near the others: a wrist a thousand pixels away from somebody of 350. Their
 * confidence is 0. One such wrist would make the person seem twice as large, and the fit content with anything.
 *
 * A stray is further from the middle (the median of x and of y) than four times the distance within which four fifths of
 * the keypoints lie.
 *
 * @param pinned keypoints that a hand has put where they are: never strays
 * @returns the given keypoints where none strays, and which do
 */
export function withoutStrays(
  keypoints: Keypoints,
  pinned: readonly number[] = [],
): { readonly keypoints: Keypoints; readonly strays: readonly number[] } {
  const { set, xy, confidence } = keypoints;
  const seen = [...JOINT_SETS[set].keys()].filter(
    (k) => JOINT_SETS[set][k] !== null && confidence[k] >= MIN_CONFIDENCE && Number.isFinite(xy[2 * k] + xy[2 * k + 1]),
  );
  if (seen.length < MIN_SEEN) return { keypoints, strays: [] };
  const [x, y] = [0, 1].map((axis) =>
    quantile(
      seen.map((k) => xy[2 * k + axis]),
      0.5,
    ),
  );
  const away = seen.map((k) => Math.hypot(xy[2 * k] - x, xy[2 * k + 1] - y));
  const reach = FARTHEST * quantile(away, WITHIN);
  const strays = reach > 0 ? seen.filter((k, i) => away[i] > reach && !pinned.includes(k)) : [];
  return { keypoints: strays.length === 0 ? keypoints : withoutKeypoints(keypoints, strays), strays };
}

/** The least value that this share of the values does not exceed. */
function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil(share * sorted.length) - 1];
}
