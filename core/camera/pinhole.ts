import { expectOneOf, expectType, FitError } from '../error.js';
import type { Camera, FocalSource, Image } from '../types.js';

/** What the user knows about the camera. At most one of the two. */
export interface FocalChoice {
  /** Focal length in pixels. */
  readonly focalLength?: number;
  /** Vertical field of view in degrees. */
  readonly verticalFov?: number;
}

/** Pixels: beyond any lens. Squares of the largest do not overflow in float32. */
const MIN_FOCAL_LENGTH = 1;
const MAX_FOCAL_LENGTH = 1e7;

/** Whether a camera can have this focal length, pixels: files with others are refused. */
export const isFocalLength = (value: unknown): value is number =>
  typeof value === 'number' && value >= MIN_FOCAL_LENGTH && value <= MAX_FOCAL_LENGTH;

/** @throws FitError usage where both ways of saying it are given, by the caller's names for them */
export const expectOneFocal = (options: Readonly<Record<string, number | undefined>>, prefix = ''): void =>
  expectOneOf(options, 'they say the same thing.', prefix);

/**
 * A camera for a photo. The focal length is the user's, else the EXIF block's if it can be one, else the image's diagonal: a 43 mm lens
 * on 35 mm film, between a phone's main camera (26 mm) and a portrait lens (85 mm).
 *
 * @throws FitError usage for a focal length or field of view that no camera has, or for both
 */
export function cameraFor(
  image: Pick<Image, 'width' | 'height' | 'focalLength'>,
  choice: FocalChoice = {},
): { readonly camera: Camera; readonly source: FocalSource } {
  const { width, height } = image;
  const principalPoint = [width / 2, height / 2] as const;
  const make = (focalLength: number, source: FocalSource) => ({
    camera: { focalLength, principalPoint, width, height },
    source,
  });
  expectOneFocal({ focalLength: choice.focalLength, verticalFov: choice.verticalFov });
  if (choice.focalLength !== undefined) {
    expectType('focalLength', choice.focalLength, 'number');
    if (!isFocalLength(choice.focalLength)) {
      const what = `the focal length ${choice.focalLength} is not from ${MIN_FOCAL_LENGTH} to ${MAX_FOCAL_LENGTH}.`;
      throw new FitError('usage', 'camera', what, 'Give it in pixels, about the size of the image.');
    }
    return make(choice.focalLength, 'flag');
  }
  if (choice.verticalFov !== undefined) {
    expectType('verticalFov', choice.verticalFov, 'number');
    if (!(choice.verticalFov > 0 && choice.verticalFov < 180)) {
      const what = `the field of view ${choice.verticalFov} is not between 0 and 180.`;
      throw new FitError('usage', 'camera', what, 'Give the vertical angle in degrees, for example 50.');
    }
    const focalLength = height / 2 / Math.tan((choice.verticalFov * Math.PI) / 360);
    if (!isFocalLength(focalLength)) {
      const what = `the field of view ${choice.verticalFov} makes a focal length of ${focalLength} pixels.`;
      throw new FitError('usage', 'camera', what, 'Give the vertical angle in degrees, for example 50.');
    }
    return make(focalLength, 'flag');
  }
  if (isFocalLength(image.focalLength)) return make(image.focalLength, 'exif');
  return make(Math.hypot(width, height), 'default');
}
