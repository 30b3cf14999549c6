import { FitError } from '../../core/error.js';
import type { StatedCamera } from '../../core/fit/camera-of-people.js';
import type { Camera } from '../../core/types.js';

/**
 * A camera and who says so: a plain one is the caller's word.
 *
 * @throws FitError bad-input for what is no camera
 */
export function toStatedCamera(where: string, given: Camera | StatedCamera): StatedCamera {
  const stated: StatedCamera = given && 'camera' in given ? given : { camera: given, source: 'flag' };
  const { width, height, principalPoint }: Partial<Camera> = stated.camera ?? {};
  const numbers = [width, height, principalPoint?.[0], principalPoint?.[1]];
  if (numbers.every((value) => Number.isFinite(value))) return stated;
  const todo = 'Give what cameraFor({ width, height }) returns, or the camera of a fit.';
  throw new FitError('bad-input', where, 'this is not a camera.', todo);
}
