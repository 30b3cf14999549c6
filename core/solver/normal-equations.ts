import type { PosedBody } from '../body/kinematics.js';
import { robustify } from './robustify.js';
import type { AddBlock, Term } from './term.js';

/**
 * The objective as the solver sees it: its cost, and its Gauss-Newton model over the parameters that are free, each in
 * its own unit: J = ∂r/∂(x / scale).
 */
export interface NormalEquations {
  /** n×n, row-major: JᵀJ in the lower triangle, nothing of use in the upper. */
  readonly hessian: Float64Array;
  /** n: Jᵀr. */
  readonly gradient: Float64Array;
  /**
   * E at `body`, or NaN where a term is undefined.
   *
   * @param costByTerm one number a term, overwritten
   */
  cost(terms: readonly Term[], body: PosedBody, costByTerm: Float64Array): number;
  /**
   * The same, and fills hessian and gradient.
   *
   * @param scale N, the unit of each parameter
   */
  linearise(terms: readonly Term[], body: PosedBody, scale: Float64Array, costByTerm: Float64Array): number;
}

/** What a term of R residuals writes to. */
interface Rows {
  readonly residual: Float64Array;
  readonly jacobian: Float64Array;
}

/**
 * Sums ½ Σ w² ρ(r²) over terms and builds JᵀJ and Jᵀr. It holds memory for any number of terms and calls.
 *
 * Rows are mostly zeros (a wrist depends on a third of the parameters), so they are first packed to their free,
 * non-zero columns. They go two by two, both coordinates of a keypoint depending on the same parameters, and so do the
 * rows of JᵀJ that they add to: the inner loop waits for memory, and four products then share what it loads. 17
 * keypoints take 11 µs, one row of JᵀJ at a time 15; sums along the columns of J, with nothing to store in between, 14
 * to 38.
 *
 * @param free indices of the n free parameters out of N, ascending
 */
export function normalEquations(free: Uint16Array, N: number): NormalEquations {
  const n = free.length;
  const hessian = new Float64Array(n * n);
  const gradient = new Float64Array(n);
  const units = new Float64Array(n);
  const memory = new Map<number, Rows>();
  const even = new Float64Array(n + 1); // the packed rows
  const odd = new Float64Array(n + 1);
  const packed = new Uint16Array(n + 1); // the place of each of their columns
  const rho = new Float64Array(2);

  const addBlock: AddBlock = (first, scale, block, blockGradient) => {
    const D = blockGradient.length;
    let begin = 0; // the free parameters of the block are neighbours in the system, too
    while (begin < n && free[begin] < first) begin++;
    for (let i = begin; i < n && free[i] < first + D; i++) {
      const a = free[i] - first;
      const row = a * D - first;
      const unit = units[i] * scale;
      gradient[i] += unit * blockGradient[a];
      for (let k = begin; k <= i; k++) hessian[i * n + k] += unit * units[k] * block[row + free[k]];
    }
  };

  return {
    hessian,
    gradient,
    cost: (terms, body, costByTerm) => sum(terms, body, costByTerm, false),
    linearise(terms, body, scale, costByTerm) {
      for (let i = 0; i < n; i++) units[i] = scale[free[i]];
      hessian.fill(0);
      gradient.fill(0);
      return sum(terms, body, costByTerm, true);
    },
  };

  function sum(terms: readonly Term[], body: PosedBody, costByTerm: Float64Array, linearise: boolean): number {
    let total = 0;
    for (let t = 0; t < terms.length; t++) {
      const term = terms[t];
      const { residual, jacobian } = rowsOf(term);
      const wanted = linearise && term.accumulate === undefined ? jacobian : null;
      if (!term.evaluate(body, residual, wanted)) return Number.NaN;
      costByTerm[t] = robustify(term, residual, wanted, rho);
      total += costByTerm[t];
      if (wanted !== null) multiply(residual, wanted);
      else if (linearise) term.accumulate?.(addBlock);
    }
    return total;
  }

  function rowsOf({ rows }: Term): Rows {
    let found = memory.get(rows);
    if (found === undefined) {
      found = { residual: new Float64Array(rows), jacobian: new Float64Array(rows * N) };
      memory.set(rows, found);
    }
    return found;
  }

  /** Adds JᵀJ and Jᵀr of one term. */
  function multiply(residual: Float64Array, jacobian: Float64Array): void {
    const R = residual.length;
    for (let row = 0; row < R; row += 2) {
      const hasOdd = row + 1 < R;
      const count = pack(jacobian, row * N, hasOdd ? (row + 1) * N : -1);
      const r = residual[row];
      const s = hasOdd ? residual[row + 1] : 0;
      addOuter(count, r, s, even, odd, packed, hessian, gradient);
    }
  }

  /**
   * Packs two rows, the second zero if negative, to the free columns where one is not zero. Returns their number, made
   * even by a column of zeros.
   */
  function pack(jacobian: Float64Array, first: number, second: number): number {
    let count = 0;
    for (let i = 0; i < n; i++) {
      const u = jacobian[first + free[i]];
      const v = second < 0 ? 0 : jacobian[second + free[i]];
      if (u === 0 && v === 0) continue;
      even[count] = u * units[i];
      odd[count] = v * units[i];
      packed[count++] = i;
    }
    if (count % 2 === 0) return count;
    even[count] = 0;
    odd[count] = 0;
    packed[count] = packed[count - 1];
    return count + 1;
  }
}

/**
 * Adds the products of two packed rows of J, and with their residuals r and s, to JᵀJ and Jᵀr.
 *
 * @param count columns packed, even
 */
function addOuter(
  count: number,
  r: number,
  s: number,
  even: Float64Array,
  odd: Float64Array,
  packed: Uint16Array,
  hessian: Float64Array,
  gradient: Float64Array,
): void {
  const n = gradient.length;
  for (let a = 0; a < count; a += 2) {
    const u0 = even[a];
    const v0 = odd[a];
    const u1 = even[a + 1];
    const v1 = odd[a + 1];
    gradient[packed[a]] += u0 * r + v0 * s;
    gradient[packed[a + 1]] += u1 * r + v1 * s;
    const row0 = packed[a] * n;
    const row1 = packed[a + 1] * n;
    for (let b = 0; b <= a + 1; b++) {
      const u = even[b];
      const v = odd[b];
      const k = packed[b];
      hessian[row0 + k] += u0 * u + v0 * v;
      hessian[row1 + k] += u1 * u + v1 * v;
    }
  }
}
