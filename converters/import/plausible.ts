import { FitError } from '../../core/error.js';
import type { Parameters } from './parameters.js';

/** Radians and standard deviations: whole turns may have added up over a motion, but numbers of this size are damage. */
const LARGEST_PARAMETER = 1e4;
/** Metres: a thousand kilometres. */
const LARGEST_TRANSLATION = 1e6;

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
    throw new FitError('bad-input', where, `a number of its ${name} is ${odd}.`, `None can be above ${most}.`);
  };
  expectBelow('poses', poses, LARGEST_PARAMETER);
  expectBelow('betas', betas, LARGEST_PARAMETER);
  expectBelow('translations', translations, LARGEST_TRANSLATION);
}
