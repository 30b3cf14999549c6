import type { Loss } from '../solver/loss.js';

/**
 * A term over neighbouring frames of one body, linear in where its points are:
 *
 *   r_k = Σ_i c_i p_k(t + i) / sigma_k        three rows a point, which share one ρ; no unit
 *   E   = ½ Σ_k ρ(‖r_k‖²)
 */
export interface MotionTerm {
  readonly name: string;
  /** Rows of PosedBody.joints. */
  readonly points: Uint16Array;
  /** c: one number for each of the frames from the first on, at most three. */
  readonly coefficients: readonly number[];
  /** One for each point, in the unit of c·metres. */
  readonly sigma: Float64Array;
  /** null: plain least squares. */
  readonly loss: Loss | null;
}

/** A motion term at a place of the sequence. */
export interface PlacedMotionTerm {
  readonly term: MotionTerm;
  /** The frame that the first coefficient belongs to. */
  readonly first: number;
}
