import { expectLength } from '../error.js';
import type { PoseMixture } from '../types.js';
import type { Term } from './term.js';

/**
 * Pose prior, E_θ of SMPLify (Bogo et al. 2016, eq. 4-6): the mixture's sum over components is replaced by its largest.
 *
 *   ½‖r‖² = min_m ( ½ (θ − μ_m)ᵀ Σ_m⁻¹ (θ − μ_m) + penalty_m )
 *   r     = [ U_m (θ − μ_m) ; √(2·penalty_m) ]        UᵀU = Σ⁻¹, D + 1 rows, no unit
 *
 * The last row is constant: it keeps the cost honest when the nearest component changes. Penalties are stored minus
 * their least: a large constant would blind the stopping tests.
 *
 * @param firstPose index of θ_1 (the first joint after the root) in the parameter vector
 * @param weight multiplies the residuals: the cost grows with its square
 */
export function posePrior(mixture: PoseMixture, firstPose: number, weight: number): Term {
  const { componentCount: M, dimension: D, means, precisionCholesky, penalties } = mixture;
  expectLength('posePrior', 'means', means, M * D);
  expectLength('posePrior', 'precisionCholesky', precisionCholesky, M * D * D);
  const candidate = new Float64Array(D);
  const offset = new Float64Array(D);

  return {
    name: 'pose-prior',
    rows: D + 1,
    loss: null,
    weights: new Float64Array(D + 1).fill(weight),
    evaluate({ params }, residual, jacobian) {
      let best = -1;
      let bestEnergy = Number.POSITIVE_INFINITY;
      for (let m = 0; m < M; m++) {
        const energy = whiten(m, params, bestEnergy - penalties[m]) + penalties[m];
        if (!(energy < bestEnergy)) continue; // also skips NaN
        best = m;
        bestEnergy = energy;
        for (let i = 0; i < D; i++) residual[i] = candidate[i];
      }
      if (best < 0) return false; // every energy was NaN
      residual[D] = Math.sqrt(2 * penalties[best]);
      if (jacobian === null) return true;

      const N = params.length;
      jacobian.fill(0);
      for (let i = 0; i < D; i++) {
        const row = (best * D + i) * D;
        for (let k = i; k < D; k++) jacobian[i * N + firstPose + k] = precisionCholesky[row + k];
      }
      return true;
    },
  };

  /** candidate = U_m (θ − μ_m); returns ½‖candidate‖², or infinity as soon as it passes `limit`. */
  function whiten(m: number, params: Float64Array, limit: number): number {
    for (let i = 0; i < D; i++) offset[i] = params[firstPose + i] - means[m * D + i];
    let energy = 0;
    // From the last row up: the short rows come first and often settle that a component is too far.
    for (let i = D - 1; i >= 0; i--) {
      const row = (m * D + i) * D;
      let value = 0;
      for (let k = i; k < D; k++) value += precisionCholesky[row + k] * offset[k];
      candidate[i] = value;
      energy += 0.5 * value * value;
      if (energy > limit) return Number.POSITIVE_INFINITY;
    }
    return energy;
  }
}
