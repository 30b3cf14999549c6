/**
 * Solves A x = b for a symmetric positive definite A by A = L Lᵀ.
 *
 * @param A n×n, row-major; only the lower triangle is read, and overwritten by L
 * @param b n
 * @param x n, overwritten; may be b
 * @returns false when A is not positive definite (or holds NaN); x is then undefined
 */
export function choleskySolve(A: Float64Array, n: number, b: Float64Array, x: Float64Array): boolean {
  for (let i = 0; i < n; i++) {
    const row = i * n;
    for (let j = 0; j <= i; j++) {
      const other = j * n;
      // Two sums that do not wait for each other: a chain of additions is what this loop would otherwise wait for.
      let sum = A[row + j];
      let second = 0;
      let k = 0;
      for (; k + 3 < j; k += 4) {
        sum -= A[row + k] * A[other + k] + A[row + k + 1] * A[other + k + 1];
        second += A[row + k + 2] * A[other + k + 2] + A[row + k + 3] * A[other + k + 3];
      }
      for (; k < j; k++) sum -= A[row + k] * A[other + k];
      sum -= second;
      if (i !== j)
        A[row + j] = sum * A[other + j]; // the diagonal holds 1 / L_jj
      else if (sum > 0) A[row + i] = 1 / Math.sqrt(sum);
      else return false; // also catches NaN
    }
  }
  for (let i = 0; i < n; i++) {
    let sum = b[i];
    for (let k = 0; k < i; k++) sum -= A[i * n + k] * x[k];
    x[i] = sum * A[i * n + i];
  }
  for (let i = n - 1; i >= 0; i--) {
    let sum = x[i];
    for (let k = i + 1; k < n; k++) sum -= A[k * n + i] * x[k];
    x[i] = sum * A[i * n + i];
  }
  return true;
}
