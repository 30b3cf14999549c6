import type { BodyModel, Fit, PosePrior } from '../../core/types.js';

/**
 * Priors by another measure, without the fit knowing: a residual U(θ − μ) is scaled by scaling U, and |β| by measuring
 * shape in other units of beta.
 */

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
