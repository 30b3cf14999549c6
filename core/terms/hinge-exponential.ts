import type { Term } from '../solver/term.js';
import { type BendLaw, hingeTerm } from './hinges.js';

const EXPONENTIAL: BendLaw = { residual: Math.exp, slope: Math.exp };

/**
 * Hinge prior of SMPLify as it was published (E_a, Bogo et al. 2016, eq. 7): r = exp(±θ) for elbows and knees, positive
 * where they bend the wrong way, so that ‖r‖² = Σ exp(±2θ). hinge-one-sided.ts says what the default method does
 * instead.
 *
 * @param firstPose index of pose[0] in the parameter vector
 */
export const hingeExponential = (firstPose: number, weight: number): Term =>
  hingeTerm('hinge', firstPose, weight, EXPONENTIAL);
