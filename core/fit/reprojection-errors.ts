import { projectPoint } from '../camera/project.js';
import type { Observations } from '../keypoints/observations.js';
import type { Camera } from '../types.js';

/**
 * Distance in pixels between each observation and the joint it observes, K; NaN for a joint behind the camera.
 *
 * @param joints rows of PosedBody.joints
 */
export function reprojectionErrors(joints: Float64Array, { jointOf, xy }: Observations, camera: Camera): Float64Array {
  const pixel = new Float64Array(2);
  return Float64Array.from(jointOf, (joint, k) => {
    projectPoint(joints[3 * joint], joints[3 * joint + 1], joints[3 * joint + 2], camera, pixel);
    return Math.hypot(pixel[0] - xy[2 * k], pixel[1] - xy[2 * k + 1]);
  });
}

/**
 * How far a body is off its keypoints, pixels: the mean of the distances, weighted by confidence, over all that took
 * part and whose joints are before the camera; 0 where none took part, NaN where all joints are behind it.
 *
 * @param joints rows of PosedBody.joints
 */
export function meanReprojectionError(joints: Float64Array, observations: Observations, camera: Camera): number {
  const { confidence } = observations;
  let sum = 0;
  let mass = 0;
  let isBehind = false;
  reprojectionErrors(joints, observations, camera).forEach((error, k) => {
    if (Number.isNaN(error)) {
      isBehind = true;
      return;
    }
    sum += confidence[k] * error;
    mass += confidence[k];
  });
  if (mass > 0) return sum / mass;
  return isBehind ? Number.NaN : 0;
}
