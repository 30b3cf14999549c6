import { writePickle } from '../../models/write-pickle.js';
import { cameraToArrays } from '../formats/camera-arrays.js';
import type { Parameters } from '../formats/parameters.js';
import { betasToWrite } from './amass-npz.js';

/** SMPLify's own, pixels, for people of whose camera nothing is known. */
const SMPLIFY_FOCAL_LENGTH = 5000;

/**
 * One frame of parameters as SMPLify saves its results: a dict of cam_t (3), f (2), pose (72), betas (B), in the camera
 * frame. Python 2 and 3 read it alike. What else is known of the camera is added, for our own reader.
 *
 * @param frame counted from 0
 */
export function toSmplifyPickle(
  { betas, poses, translations, camera, focalLength = SMPLIFY_FOCAL_LENGTH, gender }: Parameters,
  frame = 0,
): Uint8Array {
  const P = poses.length / (translations.length / 3);
  const numbers = (data: ArrayLike<number>) => ({ data: Float64Array.from(data), shape: [data.length] });
  return writePickle({
    cam_t: numbers(translations.subarray(3 * frame, 3 * frame + 3)),
    f: numbers([focalLength, focalLength]),
    pose: numbers(poses.subarray(P * frame, P * (frame + 1))),
    betas: numbers(betasToWrite(betas)),
    ...(camera &&
      Object.fromEntries(Object.entries(cameraToArrays(camera)).map(([name, own]) => [name, numbers(own)]))),
    ...(gender && { gender }),
  });
}
