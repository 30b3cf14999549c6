import { JOINT_SETS } from '../body/joint-sets.js';
import type { Keypoints } from '../types.js';

/**
 * How sure a keypoint must be to count, for what. A confidence c promises noise of 0.035 / c of the person's size
 * (NOISE_SHARE in noise.ts), hence three levels:
 */

/** Off by a third of the person: somewhere there is a knee or a hand at all. A limb below this is taken to hang. */
export const HINTED = 0.1;
/** Off by a sixth: the person reaches as far. For boxes, COCO's visible keypoints, and hips that legs hang from. */
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
