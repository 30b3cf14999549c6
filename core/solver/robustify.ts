import type { Term } from './term.js';

/**
 * Scales residual and Jacobian in place by w√ρ′, so that Jᵀr is the gradient of ½ Σ w² ρ(s), and returns that cost.
 * s is the sum of squares over a group of residuals that share one ρ and one weight. Triggs' second-order correction is
 * left out: for losses with ρ″ ≤ 0, all of ours, it makes the model indefinite and slows convergence.
 *
 * @param rho 2, scratch: [ρ, ρ′]
 */
export function robustify(
  term: Term,
  residual: Float64Array,
  jacobian: Float64Array | null,
  rho: Float64Array = new Float64Array(2),
): number {
  const { loss, weights, rows } = term;
  const group = term.group ?? 1;
  const N = jacobian === null ? 0 : jacobian.length / rows;
  let cost = 0;
  for (let first = 0, g = 0; first < rows; first += group, g++) {
    let s = 0;
    for (let row = first; row < first + group; row++) s += residual[row] * residual[row];
    rho[0] = s;
    rho[1] = 1;
    loss?.evaluate(s, rho);
    const weight = weights[g];
    const scale = weight * Math.sqrt(rho[1]);
    cost += 0.5 * weight * weight * rho[0];
    for (let row = first; row < first + group; row++) {
      residual[row] *= scale;
      if (jacobian === null || scale === 1) continue;
      for (let n = row * N; n < (row + 1) * N; n++) jacobian[n] *= scale;
    }
  }
  return cost;
}
