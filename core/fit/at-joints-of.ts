import type { PosedBody } from '../body/kinematics.js';
import type { Skeleton } from '../body/skeleton.js';
import { atJoints, detectorOffsets, seenBeside } from '../keypoints/detector-offsets.js';
import type { Fit, Keypoints } from '../types.js';
import { isAnchored } from './fit-terms.js';

/**
 * The keypoints where a finished fit took the body's joints to be: only those that began with a lifted pose allow for
 * what a detector sees beside them.
 *
 * @param posed the body as fitted
 */
export function atJointsOf(
  fit: Pick<Fit, 'camera' | 'costByTerm'>,
  keypoints: Keypoints,
  posed: PosedBody,
  skeleton: Skeleton,
  pinned: readonly number[] = [],
): Keypoints {
  if (!isAnchored(fit)) return keypoints;
  const { set } = keypoints;
  return atJoints(keypoints, detectorOffsets(set, seenBeside(set, skeleton), posed, fit.camera), pinned);
}
