import { writePickle } from '../../models/write-pickle.js';
import type { Parameters } from '../import/parameters.js';

/** SMPLify's own, pixels: it does not ask what camera took the photo. */
const SMPLIFY_FOCAL_LENGTH = 5000;

/**
 * One frame of parameters as SMPLify saves its results: a dict of cam_t (3), f (2), pose (72), betas (B), in the camera frame.
 * Python 2 and 3 read it alike. Size and principal point of the image are added, for our own reader.
 *
 * @param frame counted from 0
 */
export function toSmplifyPickle({ betas, poses, translations, camera, gender }: Parameters, frame = 0): Uint8Array {
  const P = poses.length / (translations.length / 3);
  const f = camera?.focalLength ?? SMPLIFY_FOCAL_LENGTH;
  const numbers = (data: ArrayLike<number>) => ({ data: Float64Array.from(data), shape: [data.length] });
  return writePickle({
    cam_t: numbers(translations.subarray(3 * frame, 3 * frame + 3)),
    f: numbers([f, f]),
    pose: numbers(poses.subarray(P * frame, P * (frame + 1))),
    betas: numbers(betas),
    ...(camera && {
      principal_point: numbers(camera.principalPoint),
      image_size: numbers([camera.width, camera.height]),
    }),
    ...(gender && { gender }),
  });
}
