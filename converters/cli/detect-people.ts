import { cameraFor, type FocalChoice } from '../../core/camera/pinhole.js';
import { type FindChosenOptions, findChosen } from '../../core/detect/find-chosen.js';
import type { InferenceRuntime } from '../../core/detect/runtime.js';
import type { Image } from '../../core/types.js';
import type { FoundPeople } from '../export/keypoints-json.js';

/** Whom to find, with how much work, and who may stop it; and what is known of the camera. */
export type DetectOptions = FocalChoice & FindChosenOptions;

/**
 * The people of a photo who were asked for, else everybody, ready for an exporter. The focal length is the caller's, else
 * EXIF's; a guess is left to whoever fits.
 */
export async function detectPeople(
  path: string,
  image: Image,
  runtime: InferenceRuntime,
  options: DetectOptions,
): Promise<FoundPeople> {
  const { width, height } = image;
  const isSomebodyMeant = [options.person, options.at, options.box].some((who) => who !== undefined);
  const { camera, source } = cameraFor(image, options);
  return {
    image: { path, width, height },
    ...(source !== 'default' && { focalLength: camera.focalLength }),
    people: await findChosen(path, image, runtime, isSomebodyMeant ? options : { ...options, person: 'all' }),
  };
}
