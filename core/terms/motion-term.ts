/**
 * A term over neighbouring frames of one body, linear in where its points are:
 *
 *   r_k = Σ_i c_i p_k(t + i) / sigma_k        three rows a point, no unit
 *   E   = ½ Σ_k ‖r_k‖²
 *
 * No robust loss: for accelerations one (Geman-McClure, ends at 4) changed nothing, and would leave a frame far off
 * where it is.
 */
export interface MotionTerm {
  readonly name: string;
  /** Rows of PosedBody.joints. */
  readonly points: Uint16Array;
  /** c: one number for each of the frames from the first on, at most three. */
  readonly coefficients: readonly number[];
  /** One for each point, in the unit of c·metres. */
  readonly sigma: Float64Array;
}

/** A motion term at a place of the sequence. */
export interface PlacedMotionTerm {
  readonly term: MotionTerm;
  /** The frame that the first coefficient belongs to. */
  readonly first: number;
}
