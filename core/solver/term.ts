import type { PosedBody } from '../body/kinematics.js';
import type { Loss } from './loss.js';

/**
 * One term of the objective, its residuals in groups g: E(x) = ½ Σ_g w_g² ρ(Σ_g r²). A term knows its residuals and
 * their Jacobian; it knows nothing of the solver.
 */
export interface Term {
  readonly name: string;
  /** R: number of residuals, constant for the life of the term. */
  readonly rows: number;
  /** ρ, applied to each group's sum of squares. null: plain least squares, ρ(s) = s. */
  readonly loss: Loss | null;
  /** How many consecutive residuals share one ρ and one weight (2: both coordinates of a keypoint). Default 1. */
  readonly group?: number;
  /** R / group. Outside ρ, so that a small weight never makes an outlier look small. */
  readonly weights: Float64Array;
  /**
   * Surface points whose places, and joints and points whose derivatives, `evaluate` reads: those of others may be
   * stale. Places and rotations of joints are always there. Without it everything is: it only saves time.
   */
  readonly points?: Uint16Array;
  /**
   * Writes every entry of `residual` (R) and, unless null, of `jacobian` (R×N, row-major). Returns false where the term
   * is undefined; the solver then rejects the step.
   */
  evaluate(body: PosedBody, residual: Float64Array, jacobian: Float64Array | null): boolean;
  /**
   * Only for a term without a loss whose JᵀJ is cheaper to tell than to multiply out: adds its w²JᵀJ and w²Jᵀr, those
   * of `evaluate`, which has just been called for the same body. The solver then asks for no Jacobian.
   */
  accumulate?(add: AddBlock): void;
}

/**
 * Adds to the normal equations of all terms, at D consecutive parameters from `first` on.
 *
 * @param scale multiplies both
 * @param hessian D×D, row-major, only the lower triangle is read
 * @param gradient D
 */
export type AddBlock = (first: number, scale: number, hessian: Float64Array, gradient: Float64Array) => void;
