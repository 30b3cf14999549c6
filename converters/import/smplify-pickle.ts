import { FitError } from '../../core/error.js';
import type { ArraySource } from '../../models/array-source.js';
import { cameraFromArrays } from './camera-arrays.js';
import { isFocalLength } from './keypoints-json.js';
import type { Parameters } from './parameters.js';
import { resultArrays } from './pose-arrays.js';

/** What SMPLify, SMPLify-X and others call the translation in front of the camera. */
const TRANSLATIONS = ['cam_t', 'camera_translation', 'transl'];

/** Whether these are the arrays of a fit in front of a camera. */
export const isSmplify = ({ has }: ArraySource): boolean =>
  (has('pose') || (has('body_pose') && has('global_orient'))) &&
  (has('cam_t') || has('camera_translation') || has('betas'));

/**
 * Reads a result of SMPLify: pose (72), betas (10), cam_t (3), f, in the camera frame; also global_orient and body_pose of
 * SMPLify-X. The camera comes along when the file says how large its image is, as ours do.
 *
 * @throws FitError bad-input
 */
export function readSmplifyResult(where: string, source: ArraySource): Parameters {
  const arrays = resultArrays(where, source);
  const { poses, frames } = arrays.poses();
  const focalLength = arrays.number(['f', 'focal_length']);
  if (focalLength !== undefined && !isFocalLength(focalLength)) {
    throw new FitError('bad-input', where, `its focal length f is ${focalLength}.`, 'Give pixels.');
  }
  const camera = cameraFromArrays(source, focalLength);
  const gender = arrays.gender();
  return {
    betas: arrays.betas(),
    poses,
    translations: arrays.points(TRANSLATIONS, frames),
    ...(camera && { camera }),
    ...(gender !== undefined && { gender }),
  };
}
