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
