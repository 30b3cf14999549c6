import { dot } from './dot.js';

/**
 * A symmetric matrix of T×T blocks, n×n each, of which only those within two of the diagonal are not zero: what an
 * objective looks like whose terms see at most three neighbouring frames.
 */
export interface BandedMatrix {
  readonly blocks: number;
  /** n. */
  readonly size: number;
  /**
   * Tn×3n, row-major. Row i of block t holds the columns of blocks t − 2, t − 1 and t; those of blocks before the first
   * are 0. Only the lower triangle is read.
   */
  readonly values: Float64Array;
}

/** Blocks that a row holds. */
export const BAND = 3;

export const bandedMatrix = (blocks: number, size: number): BandedMatrix => ({
  blocks,
  size,
  values: new Float64Array(blocks * size * BAND * size),
});

/** Where in `values` row i keeps the columns of a block: its own, or the one `back` before it. */
export const bandedStart = ({ size }: BandedMatrix, i: number, back = 0): number => (i * BAND + BAND - 1 - back) * size;

/**
 * L of A = L Lᵀ, in place, with 1 / L_jj on the diagonal; the band of L is that of A:
 *
 *   L_ij = (A_ij − Σ_k<j L_ik L_jk) / L_jj        k from the first column that both rows hold
 *
 * @returns false when A is not positive definite (or holds NaN); it is then undefined
 */
export function factoriseBanded({ blocks, size: n, values: A }: BandedMatrix): boolean {
  const W = BAND * n;
  for (let t = 0; t < blocks; t++) {
    const first = Math.max(0, t - 2) * n; // column, of the whole matrix, where row block t begins
    const shift = (t - 2) * n; // column 0 of the storage
    for (let i = t * n; i < (t + 1) * n; i++) {
      const row = i * W - shift;
      for (let s = Math.max(0, t - 2); s <= t; s++) {
        const end = s === t ? i : (s + 1) * n;
        for (let j = s * n; j < end; j++) {
          const other = j * W - (s - 2) * n;
          const rest = A[row + j] - dot(A, row + first, A, other + first, j - first);
          A[row + j] = rest * A[other + j];
        }
      }
      const rest = A[row + i] - dot(A, row + first, A, row + first, i - first);
      if (!(rest > 0)) return false; // also catches NaN
      A[row + i] = 1 / Math.sqrt(rest);
    }
  }
  return true;
}

/**
 * Solves L Lᵀ x = b in place, L as factoriseBanded leaves it.
 *
 * @param x Tn: b, overwritten
 */
export function solveBanded({ blocks, size: n, values: L }: BandedMatrix, x: Float64Array): void {
  const W = BAND * n;
  for (let i = 0; i < blocks * n; i++) {
    const t = Math.floor(i / n);
    const first = Math.max(0, t - 2) * n;
    const row = i * W - (t - 2) * n;
    x[i] = (x[i] - dot(L, row + first, x, first, i - first)) * L[row + i];
  }
  // By rows of L, as it lies in memory: once x_i is known its share leaves the rows above.
  for (let i = blocks * n - 1; i >= 0; i--) {
    const t = Math.floor(i / n);
    const row = i * W - (t - 2) * n;
    x[i] *= L[row + i];
    for (let k = Math.max(0, t - 2) * n; k < i; k++) x[k] -= L[row + k] * x[i];
  }
}
