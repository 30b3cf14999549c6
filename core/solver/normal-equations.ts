import type { PosedBody } from '../body/kinematics.js';
import type { Term } from '../terms/term.js';
import { robustify } from './robustify.js';

/** The objective as the solver sees it: its cost, and its Gauss-Newton model over the parameters that are free. */
export interface NormalEquations {
  /** n×n, row-major, lower triangle: JᵀJ. */
  readonly hessian: Float64Array;
  /** n: Jᵀr. */
  readonly gradient: Float64Array;
  /** E at `body`, or NaN where a term is undefined. */
  cost(body: PosedBody): number;
  /** The same, and fills hessian and gradient. */
  linearise(body: PosedBody): number;
  /** E of each term at the last cost or linearise. */
  readonly costByTerm: Float64Array;
}

/**
 * Sums ½ Σ w² ρ(r²) over terms and builds JᵀJ and Jᵀr.
 *
 * Rows are mostly zeros (a wrist depends on a third of the parameters, the whitener is triangular), so each row is first
 * packed to its free, non-zero columns: the product then costs a quarter of the dense one.
 *
 * @param free indices of the n free parameters, ascending, out of N
 */
export function normalEquations(terms: readonly Term[], free: Uint16Array, N: number): NormalEquations {
  const n = free.length;
  const hessian = new Float64Array(n * n);
  const gradient = new Float64Array(n);
  const costByTerm = new Float64Array(terms.length);
  const residuals = terms.map((term) => new Float64Array(term.rows));
  const jacobians = terms.map((term) => new Float64Array(term.rows * N));
  const packed = new Float64Array(n);
  const slots = new Uint16Array(n);

  return {
    hessian,
    gradient,
    costByTerm,
    cost: (body) => sum(body, false),
    linearise(body) {
      hessian.fill(0);
      gradient.fill(0);
      return sum(body, true);
    },
  };

  function sum(body: PosedBody, linearise: boolean): number {
    let total = 0;
    for (let t = 0; t < terms.length; t++) {
      const jacobian = linearise ? jacobians[t] : null;
      if (!terms[t].evaluate(body, residuals[t], jacobian)) return Number.NaN;
      costByTerm[t] = robustify(terms[t], residuals[t], jacobian);
      total += costByTerm[t];
      if (jacobian !== null) accumulate(residuals[t], jacobian);
    }
    return total;
  }

  function accumulate(residual: Float64Array, jacobian: Float64Array): void {
    for (let row = 0; row < residual.length; row++) {
      let count = 0;
      for (let i = 0; i < n; i++) {
        const value = jacobian[row * N + free[i]];
        if (value === 0) continue;
        packed[count] = value;
        slots[count++] = i;
      }
      const first = slots[0];
      const isRun = count > 0 && slots[count - 1] - first === count - 1;
      for (let a = 0; a < count; a++) {
        const value = packed[a];
        const at = slots[a] * n;
        gradient[slots[a]] += value * residual[row];
        // The whitener's rows are runs without gaps: no look-up of the slot.
        if (isRun) for (let b = 0; b <= a; b++) hessian[at + first + b] += value * packed[b];
        else for (let b = 0; b <= a; b++) hessian[at + slots[b]] += value * packed[b];
      }
    }
  }
}
