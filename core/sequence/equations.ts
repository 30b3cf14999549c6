import { type BandedMatrix, bandedMatrix, bandedStart } from '../solver/banded-cholesky.js';
import type { NormalEquations } from '../solver/normal-equations.js';

/**
 * The normal equations of a sequence. x = (x_1 ... x_T, β): n free parameters a frame, and one shape for all.
 *
 *   H = [ A  B ]     A: T×T blocks, at most two on each side of the diagonal
 *       [ Bᵀ C ]     C: B×B; B is 0 where the betas stay
 */
export interface SequenceEquations {
  readonly A: BandedMatrix;
  /** Tn×B. */
  readonly border: Float64Array;
  /** B×B, lower triangle. */
  readonly corner: Float64Array;
  /** Tn + B: Jᵀr. */
  readonly gradient: Float64Array;
  /** N: place of each parameter among the free ones of a frame; −1 for the others and the betas, which are the last. */
  readonly placeOf: Int32Array;
}

/** Those of one frame, or of the betas alone. */
type OwnEquations = Pick<NormalEquations, 'hessian' | 'gradient'>;

/** @param free n of a frame's N parameters, ascending, without the betas */
export function sequenceEquations(T: number, free: Uint16Array, N: number, B: number): SequenceEquations {
  const n = free.length;
  const placeOf = new Int32Array(N).fill(-1);
  free.forEach((parameter, place) => {
    placeOf[parameter] = place;
  });
  return {
    A: bandedMatrix(T, n),
    border: new Float64Array(T * n * B),
    corner: new Float64Array(B * B),
    gradient: new Float64Array(T * n + B),
    placeOf,
  };
}

export function clear({ A, border, corner, gradient }: SequenceEquations): void {
  A.values.fill(0);
  border.fill(0);
  corner.fill(0);
  gradient.fill(0);
}

/** Writes the part of frame t, and adds to that of the betas: they are the last B of the frame's own n + B parameters. */
export function addFrame(equations: SequenceEquations, t: number, own: OwnEquations): void {
  const { A, border, gradient } = equations;
  const n = A.size;
  const m = own.gradient.length;
  const B = m - n;
  for (let i = 0; i < n; i++) {
    const at = t * n + i;
    gradient[at] = own.gradient[i];
    const diagonal = bandedStart(A, at);
    for (let k = 0; k <= i; k++) A.values[diagonal + k] = own.hessian[i * m + k];
    for (let b = 0; b < B; b++) border[at * B + b] = own.hessian[(n + b) * m + i];
  }
  addBetas(equations, own, n);
}

/** Adds to the part of the betas: they are the parameters from `first` on, and the last. */
export function addBetas({ A, corner, gradient }: SequenceEquations, own: OwnEquations, first: number): void {
  const m = own.gradient.length;
  const B = m - first;
  const firstBeta = A.blocks * A.size;
  for (let b = 0; b < B; b++) {
    gradient[firstBeta + b] += own.gradient[first + b];
    for (let c = 0; c <= b; c++) {
      corner[b * B + c] += own.hessian[(first + b) * m + first + c];
    }
  }
}
