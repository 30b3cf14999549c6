import { dot } from './dot.js';

/**
 * Solves A x = b for a symmetric positive definite A by A = L Lᵀ.
 *
 * @param A n×n, row-major; only the lower triangle is read, and overwritten by L, with 1 / L_jj on the diagonal
 * @param b n
 * @param x n, overwritten; may be b
 * @returns false when A is not positive definite (or holds NaN); x is then undefined
 */
export function choleskySolve(A: Float64Array, n: number, b: Float64Array, x: Float64Array): boolean {
  if (!choleskyFactorise(A, n)) return false;
  forwardSubstitute(A, n, b, x);
  // By rows of L, as it lies in memory: once x_i is known its share leaves the rows above.
  for (let i = n - 1; i >= 0; i--) {
    x[i] *= A[i * n + i];
    for (let k = 0; k < i; k++) x[k] -= A[i * n + k] * x[i];
  }
  return true;
}

/** Solves L y = b, L as choleskyFactorise leaves it; y may be b. */
export function forwardSubstitute(L: Float64Array, n: number, b: Float64Array, y: Float64Array): void {
  for (let i = 0; i < n; i++) y[i] = (b[i] - dot(L, i * n, y, 0, i)) * L[i * n + i];
}

/**
 * L of A = L Lᵀ, in place; false when A is not positive definite: L_ij = (A_ij − Σ_k<j L_ik L_jk) / L_jj.
 *
 * Two rows against two columns at a time: four numbers loaded serve four products, and the four sums do not wait for
 * each other. j is even, so k may go by twos. n = 79 takes 31 µs; 35 with k by ones, 57 with one row and one column,
 * 33 with three of each, 42 with four (too many sums for the registers), 46 eliminating four columns at once from what
 * follows.
 */
export function choleskyFactorise(A: Float64Array, n: number): boolean {
  for (let i = 0; i + 1 < n; i += 2) {
    const row0 = i * n;
    const row1 = row0 + n;
    for (let j = 0; j < i; j += 2) {
      const column0 = j * n;
      const column1 = column0 + n;
      let s00 = A[row0 + j];
      let s01 = A[row0 + j + 1];
      let s10 = A[row1 + j];
      let s11 = A[row1 + j + 1];
      for (let k = 0; k < j; k += 2) {
        let a = A[row0 + k];
        let b = A[row1 + k];
        let c = A[column0 + k];
        let d = A[column1 + k];
        s00 -= a * c;
        s01 -= a * d;
        s10 -= b * c;
        s11 -= b * d;
        a = A[row0 + k + 1];
        b = A[row1 + k + 1];
        c = A[column0 + k + 1];
        d = A[column1 + k + 1];
        s00 -= a * c;
        s01 -= a * d;
        s10 -= b * c;
        s11 -= b * d;
      }
      s00 *= A[column0 + j];
      s10 *= A[column0 + j];
      A[row0 + j] = s00;
      A[row1 + j] = s10;
      A[row0 + j + 1] = (s01 - s00 * A[column1 + j]) * A[column1 + j + 1];
      A[row1 + j + 1] = (s11 - s10 * A[column1 + j]) * A[column1 + j + 1];
    }
    if (!finishRow(A, n, i, i) || !finishRow(A, n, i + 1, i)) return false;
  }
  return n % 2 === 0 || finishRow(A, n, n - 1, 0);
}

/** The entries of row i from column `from` on. */
function finishRow(A: Float64Array, n: number, i: number, from: number): boolean {
  for (let j = from; j <= i; j++) {
    const rest = A[i * n + j] - dot(A, i * n, A, j * n, j);
    if (j < i) A[i * n + j] = rest * A[j * n + j];
    else if (rest > 0) A[i * n + i] = 1 / Math.sqrt(rest);
    else return false; // also catches NaN
  }
  return true;
}
