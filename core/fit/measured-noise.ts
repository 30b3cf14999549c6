import type { Kinematics } from '../body/kinematics.js';
import { estimatedNoise, firstNoise } from '../keypoints/noise.js';
import type { Objective } from './objective.js';
import { reprojectionErrors } from './reprojection-errors.js';

/** Noise of the keypoints, pixels, by what a body at `params` leaves of them unexplained. */
export function measuredNoise(
  { observations, camera, size }: Objective,
  params: Float64Array,
  kinematics: Kinematics,
): number {
  const errors = reprojectionErrors(kinematics.pose(params, false).joints, observations, camera);
  return estimatedNoise(errors, observations.confidence, firstNoise(size), size);
}
