import { FitError } from '../error.js';
import type { Camera, FocalSource, Image } from '../types.js';

/** What the user knows about the camera. At most one of the two. */
export interface FocalChoice {
  /** Focal length in pixels. */
  readonly focalLength?: number;
  /** Vertical field of view in degrees. */
  readonly verticalFov?: number;
}

/**
 * A camera for a photo. The focal length is the user's, else the EXIF block's, else the image's diagonal: a 43 mm lens
 * on 35 mm film, between a phone's main camera (26 mm) and a portrait lens (85 mm).
 *
 * @throws FitError usage for a focal length or field of view that no camera has
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
  if (choice.focalLength !== undefined) {
    if (!(choice.focalLength > 0 && Number.isFinite(choice.focalLength))) {
      const what = `the focal length ${choice.focalLength} is not a positive number.`;
      throw new FitError('usage', 'camera', what, 'Give it in pixels, about the size of the image.');
    }
    return make(choice.focalLength, 'flag');
  }
  if (choice.verticalFov !== undefined) {
    if (!(choice.verticalFov > 0 && choice.verticalFov < 180)) {
      const what = `the field of view ${choice.verticalFov} is not between 0 and 180.`;
      throw new FitError('usage', 'camera', what, 'Give the vertical angle in degrees, for example 50.');
    }
    return make(height / 2 / Math.tan((choice.verticalFov * Math.PI) / 360), 'flag');
  }
  if (image.focalLength !== undefined) return make(image.focalLength, 'exif');
  return make(Math.hypot(width, height), 'default');
}
