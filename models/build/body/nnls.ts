import { CholeskyDecomposition, Matrix } from 'ml-matrix';

/** An entry this far above zero (relative to the largest of b) still wants to grow. */
const TOLERANCE = 1e-10;

/**
 * Non-negative least squares from the normal equations: minimises ½ xᵀGx − bᵀx over x ≥ 0, for a positive definite G.
 * Lawson & Hanson's active-set method (Solving Least Squares Problems, 1974, ch. 23): let the entry with the steepest
 * descent grow, solve for all that are free, and step back to the first that would turn negative.
 *
 * @param G n×n, row-major
 * @param b n
 */
export function nonNegativeLeastSquares(G: Float64Array, b: Float64Array): Float64Array {
  const n = b.length;
  const x = new Float64Array(n);
  const free: number[] = [];
  const scale = b.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);

  for (let outer = 0; outer < 3 * n; outer++) {
    const next = steepest(G, b, x, free);
    if (next.index < 0 || !(next.descent > TOLERANCE * scale)) return x;
    free.push(next.index);

    for (;;) {
      const solution = solveFree(G, b, free);
      // Walk from x towards the solution until the first free entry reaches zero; that one is bound again.
      let step = 1;
      let first = -1;
      free.forEach((index, k) => {
        if (solution[k] > 0) return;
        const reach = x[index] > 0 ? x[index] / (x[index] - solution[k]) : 0;
        if (first >= 0 && reach >= step) return;
        step = reach;
        first = k;
      });
      free.forEach((index, k) => {
        x[index] = Math.max(x[index] + step * (solution[k] - x[index]), 0); // rounding may pass zero
      });
      if (first < 0) break;
      x[free[first]] = 0;
      free.splice(first, 1);
    }
  }
  return x;
}

/** The bound entry with the largest b − Gx. */
function steepest(G: Float64Array, b: Float64Array, x: Float64Array, free: readonly number[]) {
  let index = -1;
  let descent = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < b.length; i++) {
    if (free.includes(i)) continue;
    let value = b[i];
    for (const j of free) value -= G[i * b.length + j] * x[j];
    if (value > descent) {
      index = i;
      descent = value;
    }
  }
  return { index, descent };
}

/** Solves the normal equations of the free entries. */
function solveFree(G: Float64Array, b: Float64Array, free: readonly number[]): number[] {
  const system = new Matrix(free.map((i) => free.map((j) => G[i * b.length + j])));
  return new CholeskyDecomposition(system).solve(Matrix.columnVector(free.map((i) => b[i]))).to1DArray();
}
