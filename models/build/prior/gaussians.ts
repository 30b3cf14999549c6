import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import type { PoseMixture } from '../../../core/types.js';

/** log 2π. */
const LOG_TWO_PI = Math.log(2 * Math.PI);

/** A Gaussian mixture by its moments. M components, D dimensions. */
export interface Gaussians {
  /** M, sums to one. */
  readonly weights: Float64Array;
  /** M×D. */
  readonly means: Float64Array;
  /** M×D×D, symmetric. */
  readonly covariances: Float64Array;
}

/**
 * The upper triangular U with UᵀU = Σ⁻¹ (D×D).
 *
 * With E the matrix that reverses the order of the coordinates and E Σ E = L Lᵀ, U = E L⁻¹ E: reversing a lower
 * triangular matrix on both sides makes it upper triangular, and Uᵀ U = E L⁻ᵀ L⁻¹ E = Σ⁻¹.
 */
export function precisionCholesky(covariance: Float64Array, D: number): Float64Array {
  const reversed = new Matrix(D, D);
  for (let i = 0; i < D; i++) {
    for (let k = 0; k < D; k++) reversed.set(i, k, covariance[(D - 1 - i) * D + (D - 1 - k)]);
  }
  const decomposition = new CholeskyDecomposition(reversed);
  if (!decomposition.isPositiveDefinite()) throw new RangeError('a covariance is not positive definite');
  const L = decomposition.lowerTriangularMatrix;
  const U = new Float64Array(D * D);
  const column = new Float64Array(D);
  for (let k = 0; k < D; k++) {
    // Column k of L⁻¹ by forward substitution; it is zero above the diagonal.
    for (let i = k; i < D; i++) {
      let sum = i === k ? 1 : 0;
      for (let j = k; j < i; j++) sum -= L.get(i, j) * column[j];
      column[i] = sum / L.get(i, i);
      U[(D - 1 - i) * D + (D - 1 - k)] = column[i];
    }
  }
  return U;
}

/** The mixture in the form that is shipped: whitening matrices and penalties. */
export function toPoseMixture({ weights, means, covariances }: Gaussians): PoseMixture {
  const M = weights.length;
  const D = means.length / M;
  const whiteners = new Float64Array(M * D * D);
  const penalties = new Float64Array(M);
  for (let m = 0; m < M; m++) {
    const U = precisionCholesky(covariances.subarray(m * D * D, (m + 1) * D * D), D);
    whiteners.set(U, m * D * D);
    penalties[m] = -Math.log(weights[m]) - logDeterminant(U, 0, D);
  }
  const least = penalties.reduce((a, b) => Math.min(a, b));
  for (let m = 0; m < M; m++) penalties[m] -= least;
  return { componentCount: M, dimension: D, weights, means, precisionCholesky: whiteners, penalties };
}

/** log det of the triangular D×D matrix at `start`. */
export function logDeterminant(triangular: Float64Array, start: number, D: number): number {
  let sum = 0;
  for (let i = 0; i < D; i++) sum += Math.log(triangular[start + i * (D + 1)]);
  return sum;
}

/** What the penalties leave out: −log p(x) = min-sum over components of (½‖U(x − μ)‖² + penalty) + this, in nats. */
export function constantOf({ weights, precisionCholesky: U, penalties, dimension: D }: PoseMixture): number {
  return -Math.log(weights[0]) - logDeterminant(U, 0, D) - penalties[0] + (D / 2) * LOG_TWO_PI;
}

/**
 * Energy of one point under component m, ½‖U_m (x − μ_m)‖² + penalty_m, in nats; any number ≥ `enough` once it is known
 * to reach that. Writes x − μ_m to `offset` (D).
 */
export function componentEnergy(
  mixture: PoseMixture,
  m: number,
  values: Float64Array,
  start: number,
  offset: Float64Array,
  enough: number,
): number {
  const { dimension: D, means, precisionCholesky: U } = mixture;
  for (let i = 0; i < D; i++) offset[i] = values[start + i] - means[m * D + i];
  let energy = mixture.penalties[m];
  // From the last row up: its rows are the shortest, so a hopeless component is given up cheaply.
  for (let i = D - 1; i >= 0 && energy < enough; i--) {
    const row = (m * D + i) * D;
    let sum = 0;
    for (let k = i; k < D; k++) sum += U[row + k] * offset[k];
    energy += 0.5 * sum * sum;
  }
  return energy;
}

/** The least energy over the components at one point (D numbers from `start`): what the fit minimises. */
export function leastEnergy(mixture: PoseMixture, values: Float64Array, start = 0): number {
  const offset = new Float64Array(mixture.dimension);
  let least = Number.POSITIVE_INFINITY;
  for (let m = 0; m < mixture.componentCount; m++) {
    least = Math.min(least, componentEnergy(mixture, m, values, start, offset, least));
  }
  return least;
}
