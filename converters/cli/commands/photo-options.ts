import { expectOneFocal, type FocalChoice } from '../../../core/camera/pinhole.js';
import type { WhoOptions } from '../../../core/detect/find-chosen.js';
import type { Detail } from '../../../core/detect/people.js';

/** Options that `fit` and `detect` share: whom to take, seen by what camera. */
export interface PhotoOptions extends WhoOptions {
  readonly focal?: number;
  readonly fov?: number;
  /** Default: best. */
  readonly detail?: Detail;
}

/**
 * What the options say about the camera.
 *
 * @throws FitError usage
 */
export function focalChoice({ focal, fov }: Pick<PhotoOptions, 'focal' | 'fov'>): FocalChoice {
  expectOneFocal({ focal, fov }, '--');
  return {
    ...(focal !== undefined && { focalLength: focal }),
    ...(fov !== undefined && { verticalFov: fov }),
  };
}
