import { FitError } from '../../core/error.js';
import type { ArraySource } from '../../models/array-source.js';
import { cameraFromArrays } from './camera-arrays.js';
import type { UpAxis, UprightParameters } from './parameters.js';
import { resultArrays } from './pose-arrays.js';

/** What AMASS, its newer releases and other programs call the frames a second. */
const FRAME_RATES = ['mocap_framerate', 'mocap_frame_rate', 'fps', 'frame_rate'];

/** Whether these are arrays of a motion: poses, or an orientation and a body pose, and no camera. */
export const isAmass = ({ has }: ArraySource): boolean =>
  (has('poses') || ((has('global_orient') || has('root_orient')) && (has('body_pose') || has('pose_body')))) &&
  !has('cam_t');

/**
 * Reads a motion as AMASS has it: poses (T,72), (T,156) of SMPL-H or (T,165) of SMPL-X, of which the 22 joints of the body
 * are used, trans (T,3), betas, gender, mocap_framerate; also global_orient, body_pose and transl as smplx names them. AMASS
 * has z up; a file that says `up_axis`, as ours do, or `up` decides otherwise.
 *
 * @throws FitError bad-input
 */
export function readAmassNpz(
  where: string,
  source: ArraySource,
  { up }: { readonly up?: UpAxis } = {},
): UprightParameters {
  const arrays = resultArrays(where, source);
  const { poses, frames } = arrays.poses();
  const frameRate = arrays.number(FRAME_RATES);
  if (frameRate !== undefined && !(frameRate > 0)) {
    throw new FitError('bad-input', where, `it claims ${frameRate} frames a second.`, 'Give --frame-rate.');
  }
  const gender = arrays.gender();
  const told = source.strings('up_axis')?.[0];
  const camera = cameraFromArrays(source, source.has('camera_down') ? arrays.number(['f']) : undefined);
  return {
    betas: arrays.betas(),
    poses,
    translations: arrays.points(['trans', 'transl'], frames),
    ...(frameRate !== undefined && { frameRate }),
    ...(gender !== undefined && { gender }),
    ...(camera && { camera }),
    up: up ?? (told === 'y' ? 'y' : 'z'),
  };
}
