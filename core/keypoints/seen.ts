import { JOINT_SETS } from '../body/joint-sets.js';
import type { Keypoints } from '../types.js';

/**
 * How sure a keypoint must be to count, for what. A confidence c promises noise of 0.035 / c of the person's size
 * (NOISE_SHARE in noise.ts), hence three levels:
 */

/** Off by a third of the person: somewhere there is a knee or a hand at all. */
export const HINTED = 0.1;
/** Off by a sixth: the person reaches as far. For boxes, COCO's visible keypoints, limbs, and hips that legs hang from. */
export const SEEN = 0.2;
/** Off by a ninth: it tells which way a limb goes, and how large head and feet appear. */
export const SURE = 0.3;

/**
 * The names of the keypoints of which there is a hint at least.
 *
 * @param pinned keypoints that a hand has put where they belong: seen, however unsure the detector was
 */
export function namesSeen({ set, confidence }: Keypoints, pinned: readonly number[] = []): Set<string> {
  const names: readonly (string | null)[] = JOINT_SETS[set];
  return new Set(
    names.filter((name, k): name is string => name !== null && (confidence[k] >= HINTED || pinned.includes(k))),
  );
}

/**
 * How sure all keypoints of a part are of it together, √Σc²: the precisions of independent errors add up. Infinite where a
 * hand has put one of them.
 *
 * @param pinned as namesSeen takes them
 */
export function togetherSure({ set, confidence }: Keypoints, part: RegExp, pinned: readonly number[] = []): number {
  let squares = 0;
  JOINT_SETS[set].forEach((name, k) => {
    if (name === null || !part.test(name)) return;
    if (pinned.includes(k)) squares = Number.POSITIVE_INFINITY;
    else if (confidence[k] > 0) squares += confidence[k] ** 2;
  });
  return Math.sqrt(squares);
}
