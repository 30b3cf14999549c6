import { isFocalLength } from '../../core/camera/pinhole.js';
import { FitError } from '../../core/error.js';
import type { ArraySource } from '../../models/array-source.js';
import { cameraFromArrays } from '../formats/camera-arrays.js';
import type { StoredParameters } from '../formats/parameters.js';
import { MAX_FRAMES, resultArrays } from './pose-arrays.js';
import { translationsOf } from './translations.js';

/** What SMPLify and SMPLify-X call the translation in front of the camera. */
const CAMERA_TRANSLATIONS = ['cam_t', 'camera_translation'];
/** The body's own, which smplx adds before. */
const BODY_TRANSLATIONS = ['transl', 'trans'];
/** float32 of a rotation that is none. */
const ROTATION_TOLERANCE = 1e-5;

/** Whether these are arrays of a fit in front of a camera. */
export const isInFrontOfCamera = ({ has }: ArraySource): boolean => CAMERA_TRANSLATIONS.some(has);

/**
 * Reads a result of SMPLify: pose (72), betas (10), cam_t (3), f, in the camera frame; also global_orient, body_pose
 * and camera_translation of SMPLify-X. The camera comes along when the file says how large its image is, as ours do,
 * else its focal length does.
 *
 * @param options frameRate: frames a second, in the place of the file's own
 * @throws FitError bad-input; unsupported for a camera that is turned
 */
export function readSmplifyResult(
  where: string,
  source: ArraySource,
  options: { readonly frameRate?: number } = {},
): StoredParameters {
  const arrays = resultArrays(where, source);
  const { poses, frames } = arrays.poses();
  const focalLength = arrays.number(['f', 'focal_length']);
  if (focalLength !== undefined && !isFocalLength(focalLength)) {
    throw new FitError('bad-input', where, `its focal length f is ${focalLength}.`, 'Give it in pixels.');
  }
  expectUnturned(where, source);
  const { translations, notes } = translationsOf(source, arrays, CAMERA_TRANSLATIONS, frames);
  const shift = isInFrontOfCamera(source) ? arrays.points(BODY_TRANSLATIONS, frames) : undefined;
  const camera = cameraFromArrays(source, focalLength);
  const gender = arrays.gender();
  const frameRate = options.frameRate ?? arrays.frameRate();
  return {
    betas: arrays.betas(),
    poses,
    translations: shift === undefined ? translations : translations.map((value, i) => value + shift[i]),
    ...(camera ? { camera } : focalLength !== undefined && { focalLength }),
    ...(gender !== undefined && { gender }),
    ...(frameRate !== undefined && { frameRate }),
    ...(notes.length > 0 && { notes }),
  };
}

/** SMPLify-X keeps a rotation of its camera, which it never changes. */
function expectUnturned(where: string, source: ArraySource): void {
  const rotations = source.array('camera_rotation', 9 * MAX_FRAMES)?.data ?? [];
  const isIdentity = rotations.every((value, i) => Math.abs(value - ((i % 9) % 4 === 0 ? 1 : 0)) <= ROTATION_TOLERANCE);
  if (isIdentity && rotations.length % 9 === 0) return;
  const todo = 'Rotate the body by it, and save the identity.';
  throw new FitError('unsupported', where, 'its camera_rotation is not the identity.', todo);
}
