import { cameraFor, type FocalChoice } from '../../core/camera/pinhole.js';
import { type FindPeopleOptions, findPeople } from '../../core/detect/people.js';
import type { InferenceRuntime } from '../../core/detect/runtime.js';
import { type PersonChoice, selectPeople } from '../../core/detect/select.js';
import { FitError } from '../../core/error.js';
import type { Detection, Image } from '../../core/types.js';
import type { FoundPeople } from '../export/keypoints-json.js';

/** Whom to take of the people in a photo: by rank, or the one at a place. */
export interface WhoOptions {
  /** By rank. Default: best. */
  readonly person?: PersonChoice;
  /** The person at this point, [x, y] in pixels of the upright photo; instead of `person`. */
  readonly at?: readonly [number, number];
  /** The person who fills this box best, [x, y, width, height] in pixels of the upright photo; instead of `person`. */
  readonly box?: readonly [number, number, number, number];
}

/** Whom to find, with how much work; and what is known of the camera. */
export type DetectOptions = WhoOptions & FocalChoice & Pick<FindPeopleOptions, 'detail'>;

/**
 * Finds the people of a photo who were asked for.
 *
 * @throws FitError usage for a place outside the photo, not-found when there is no Nth person
 */
export async function findChosen(
  path: string,
  image: Image,
  runtime: InferenceRuntime,
  options: DetectOptions,
): Promise<Detection[]> {
  const { person = 'best', at, box, detail } = options;
  const search = { ...(at && { at }), ...(box && { box }), ...(detail && { detail }) };
  const where = path || 'photo';
  expectInside(where, image, options);
  return selectPeople(where, await findPeople(image, runtime, search), person);
}

/**
 * The people of a photo who were asked for, ready for an exporter. The focal length is the caller's, else EXIF's; a
 * guess is left to whoever fits.
 */
export async function detectPeople(
  path: string,
  image: Image,
  runtime: InferenceRuntime,
  options: DetectOptions,
): Promise<FoundPeople> {
  const { width, height } = image;
  const { camera, source } = cameraFor(image, options);
  return {
    image: { path, width, height },
    ...(source !== 'default' && { focalLength: camera.focalLength }),
    people: await findChosen(path, image, runtime, options),
  };
}

/** @throws FitError usage for a place outside the photo */
export function expectInside(where: string, { width, height }: Image, { at, box }: WhoOptions): void {
  const refuse = (what: string): never => {
    const outside = `${what} is not inside the photo, which has ${width} x ${height} pixels.`;
    throw new FitError('usage', where, outside, 'Count the pixels of the upright photo from its top left corner.');
  };
  if (at !== undefined) {
    const [x, y] = at;
    if (!(x >= 0 && y >= 0 && x <= width && y <= height)) refuse(`the point ${at.join(',')}`);
  }
  if (box !== undefined) {
    const [x, y, w, h] = box;
    if (!(x >= 0 && y >= 0 && w > 0 && h > 0 && x + w <= width && y + h <= height)) refuse(`the box ${box.join(',')}`);
  }
}
