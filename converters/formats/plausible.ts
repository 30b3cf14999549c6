import { FitError } from '../../core/error.js';
import { isFiniteNumber, isTuple } from './json-values.js';
import type { Parameters } from './parameters.js';

/** Far beyond any picture, and small enough that no square of it overflows in float32. Pixels. */
const MAX_PIXELS = 1e7;

/** Whether a keypoint can have this coordinate, pixels. */
export const isPixel = (value: number): boolean => Math.abs(value) <= MAX_PIXELS;

/** Whether a camera can look through this place of its image, or beside it: x and y, pixels. */
export const isPrincipalPoint = (value: unknown): value is [number, number] =>
  isTuple(value, 2) && value.every(isPixel);

/** Whether an image can be so wide or high, pixels. */
export const isSize = (value: unknown): value is number =>
  isFiniteNumber(value) && Number.isInteger(value) && value > 0 && value <= MAX_PIXELS;

/**
 * Radians and standard deviations: whole turns may have added up over a motion, but numbers of this size are damage.
 */
const MAX_PARAMETER = 1e4;
/** Metres: a thousand kilometres. */
const MAX_TRANSLATION = 1e6;

/**
 * What any body can be given: beyond these, sums of float32 in files overflow.
 *
 * @throws FitError bad-input for numbers that are too large or not finite
 */
export function expectPlausible(
  where: string,
  { betas, poses, translations }: Pick<Parameters, 'betas' | 'poses' | 'translations'>,
): void {
  const expectBelow = (name: string, values: Float64Array, most: number): void => {
    const odd = values.find((value) => !(Math.abs(value) <= most));
    if (odd === undefined) return;
    throw new FitError('bad-input', where, `its ${name} contain ${odd}.`, `Give numbers up to ${most}.`);
  };
  expectBelow('poses', poses, MAX_PARAMETER);
  expectBelow('betas', betas, MAX_PARAMETER);
  expectBelow('translations', translations, MAX_TRANSLATION);
}
