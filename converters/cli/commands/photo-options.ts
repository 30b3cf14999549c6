import type { FocalChoice } from '../../../core/camera/pinhole.js';
import type { WhoOptions } from '../../../core/detect/find-chosen.js';
import type { Detail } from '../../../core/detect/people.js';
import { FitError } from '../../../core/error.js';

/** Options that `fit` and `detect` share: whom to take, seen by what camera. */
export interface PhotoOptions extends WhoOptions {
  readonly focal?: number;
  readonly fov?: number;
  readonly detail: Detail;
}

/**
 * What the options say about the camera.
 *
 * @throws FitError usage
 */
export function focalChoice({ focal, fov }: PhotoOptions): FocalChoice {
  if (focal !== undefined && fov !== undefined) {
    throw new FitError('usage', '--focal and --fov', 'they say the same thing.', 'Give one of them.');
  }
  return {
    ...(focal !== undefined && { focalLength: focal }),
    ...(fov !== undefined && { verticalFov: fov }),
  };
}

/**
 * Refuses to be told twice whom to take.
 *
 * @throws FitError usage
 */
export function expectOneWho({ person, at, box }: PhotoOptions): void {
  const given = Object.entries({ person, at, box }).filter(([, value]) => value !== undefined);
  if (given.length < 2) return;
  const names = given.map(([name]) => `--${name}`).join(' and ');
  throw new FitError('usage', names, 'each of them chooses a person.', 'Give one of them.');
}
