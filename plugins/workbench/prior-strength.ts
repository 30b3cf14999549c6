import { FitError } from '../../core/error.js';
import type { BodyModel, Fit, PosePrior } from '../../core/types.js';

/**
 * Priors by another measure, without the fit knowing: a residual U(θ − μ) is scaled by scaling U, and |β| by measuring
 * shape in other units of beta.
 */

/** What panels offer, as powers of two: an eighth to eight times. */
export const STRENGTH_POWERS = { min: -3, max: 3 } as const;
/** Beyond these one side alone counts, and fits run out of numbers. */
const MIN_STRENGTH = 1e-3;
const MAX_STRENGTH = 1e3;

/** @throws FitError usage for a strength by which no fit can go */
export function expectStrength(name: string, strength: number): void {
  if (typeof strength === 'number' && strength >= MIN_STRENGTH && strength <= MAX_STRENGTH) return;
  const todo = `Give a factor from ${MIN_STRENGTH} to ${MAX_STRENGTH}; 1 is as measured.`;
  throw new FitError('usage', name, `${strength} is not the strength of a prior.`, todo);
}

/** The pose prior whose residuals count `strength` times. */
export function withStrength(prior: PosePrior, strength: number): PosePrior {
  if (strength === 1) return prior;
  const { mixture } = prior;
  const precisionCholesky = mixture.precisionCholesky.map((value) => strength * value);
  return { ...prior, mixture: { ...mixture, precisionCholesky } };
}

/** The body whose unit of beta is `strength` times as short: the same shape has betas `strength` times as large. */
export function inUnitsOf(model: BodyModel, strength: number): BodyModel {
  return strength === 1 ? model : { ...model, shapeDirs: model.shapeDirs.map((value) => value / strength) };
}

/** Betas of that body for the one it was made of: ×1/strength; and the other way with 1/strength. */
export const scaledBetas = <T extends Pick<Fit, 'betas'>>(fit: T, strength: number): T =>
  strength === 1 ? fit : { ...fit, betas: fit.betas.map((beta) => beta / strength) };
