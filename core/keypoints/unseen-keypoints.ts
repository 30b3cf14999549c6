import { JOINT_SETS, type KeypointSet } from '../body/joint-sets.js';
import type { Keypoints } from '../types.js';

/** The keypoints of a person who is not in the picture: none of them seen. */
export function unseenKeypoints(set: KeypointSet): Keypoints {
  const K = JOINT_SETS[set].length;
  return { set, xy: new Float64Array(2 * K), confidence: new Float64Array(K) };
}
