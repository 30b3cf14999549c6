import { expectLength } from '../error.js';
import { dot } from '../solver/dot.js';
import type { Term } from '../solver/term.js';
import type { PoseMixture } from '../types.js';

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
  const offset = new Float64Array(D);
  const gradient = new Float64Array(D); // UᵀU (θ − μ)
  let whitened = new Float64Array(D); // U (θ − μ) of the nearest component
  let candidate = new Float64Array(D); // and of the one looked at
  let nearest = 0; // where the next evaluate looks first: the others are then soon seen to be farther

  return {
    name: 'pose-prior',
    rows: D + 1,
    loss: null,
    weights: new Float64Array(D + 1).fill(weight),
    points: new Uint16Array(0),
    evaluate({ params }, residual, jacobian) {
      let bestEnergy = Number.POSITIVE_INFINITY;
      const first = nearest;
      for (let i = 0; i < M; i++) {
        const m = (first + i) % M;
        const energy = whiten(m, params, bestEnergy - penalties[m]) + penalties[m];
        if (!(energy < bestEnergy)) continue; // also skips NaN
        nearest = m;
        bestEnergy = energy;
        [whitened, candidate] = [candidate, whitened];
      }
      if (bestEnergy === Number.POSITIVE_INFINITY) return false; // every energy was NaN
      residual.set(whitened);
      residual[D] = Math.sqrt(2 * penalties[nearest]);
      if (jacobian === null) return true;

      const N = params.length;
      jacobian.fill(0);
      for (let i = 0; i < D; i++) {
        const row = (nearest * D + i) * D;
        for (let k = i; k < D; k++) jacobian[i * N + firstPose + k] = precisionCholesky[row + k];
      }
      return true;
    },
    accumulate(add) {
      gradient.fill(0);
      for (let i = 0; i < D; i++) {
        const row = (nearest * D + i) * D;
        for (let k = i; k < D; k++) gradient[k] += precisionCholesky[row + k] * whitened[i];
      }
      add(firstPose, weight * weight, precision(mixture, nearest), gradient);
    },
  };

  /** candidate = U_m (θ − μ_m); returns ½‖candidate‖², or infinity as soon as it passes `limit`. */
  function whiten(m: number, params: Float64Array, limit: number): number {
    for (let i = 0; i < D; i++) offset[i] = params[firstPose + i] - means[m * D + i];
    let energy = 0;
    // From the last row up: the short rows come first and often settle that a component is too far.
    for (let i = D - 1; i >= 0; i--) {
      const row = (m * D + i) * D;
      const value = dot(precisionCholesky, row + i, offset, i, D - i);
      candidate[i] = value;
      energy += 0.5 * value * value;
      if (energy > limit) return Number.POSITIVE_INFINITY;
    }
    return energy;
  }
}

/**
 * Σ⁻¹ of each component, D×D, lower triangle, once it was the nearest: kept with the mixture, since every stage of
 * every fit makes a new term of it.
 */
const precisions = new WeakMap<PoseMixture, Map<number, Float64Array>>();

/** Σ⁻¹ = UᵀU of component m. */
function precision(mixture: PoseMixture, m: number): Float64Array {
  const known = precisions.get(mixture) ?? new Map<number, Float64Array>();
  precisions.set(mixture, known);
  let out = known.get(m);
  if (out !== undefined) return out;
  const { dimension: D, precisionCholesky: U } = mixture;
  out = new Float64Array(D * D);
  for (let row = m * D * D; row < (m + 1) * D * D; row += D) {
    for (let i = 0; i < D; i++) {
      for (let k = 0; k <= i; k++) out[i * D + k] += U[row + i] * U[row + k];
    }
  }
  known.set(m, out);
  return out;
}
