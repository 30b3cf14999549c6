import type { Observations } from '../terms/reprojection.js';
import type { Camera } from '../types.js';

/**
 * Distance in pixels between each observation and the joint it observes, K.
 *
 * @param joints rows of PosedBody.joints
 */
export function reprojectionErrors(joints: Float64Array, { jointOf, xy }: Observations, camera: Camera): Float64Array {
  const { focalLength: f, principalPoint } = camera;
  return Float64Array.from(jointOf, (joint, k) => {
    const [X, Y, Z] = joints.subarray(3 * joint, 3 * joint + 3);
    return Math.hypot((f * X) / Z + principalPoint[0] - xy[2 * k], (f * Y) / Z + principalPoint[1] - xy[2 * k + 1]);
  });
}

/**
 * How far a body is off its keypoints, pixels: the mean of the distances, weighted by confidence, over all that took part;
 * 0 where none did.
 *
 * @param joints rows of PosedBody.joints
 */
export function meanReprojectionError(joints: Float64Array, observations: Observations, camera: Camera): number {
  const { confidence } = observations;
  const mass = confidence.reduce((sum, own) => sum + own, 0);
  const errors = reprojectionErrors(joints, observations, camera);
  return mass > 0 ? errors.reduce((sum, error, k) => sum + confidence[k] * error, 0) / mass : 0;
}
