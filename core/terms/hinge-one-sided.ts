import type { Term } from '../solver/term.js';
import { type BendLaw, hingeTerm } from './hinges.js';

const ONE_SIDED: BendLaw = { residual: (bend) => Math.max(0, bend), slope: (bend) => (bend > 0 ? 1 : 0) };

/**
 * Hinge prior, one-sided, in place of SMPLify's exp(±θ) (eq. 7; hinge-exponential.ts):
 *
 *   r = max(0, ±θ)        radians
 *
 * The exponential also pushes a naturally bent joint further, which the mixture already decides; the one-sided square
 * acts on the wrong side alone, and its Jacobian stays bounded.
 *
 * @param firstPose index of pose[0] in the parameter vector
 */
export const hingeOneSided = (firstPose: number, weight: number): Term =>
  hingeTerm('hinge-prior', firstPose, weight, ONE_SIDED);
