import { SMPL_JOINTS } from '../body/joint-sets.js';
import type { Kinematics } from '../body/kinematics.js';
import { choleskyFactorise, forwardSubstitute } from '../solver/cholesky.js';
import { normalEquations } from '../solver/normal-equations.js';
import type { Term } from '../solver/term.js';
import { HABIT } from './fit-terms.js';

const HIPS = [SMPL_JOINTS.indexOf('left_hip'), SMPL_JOINTS.indexOf('right_hip')];
/** Added to the Hessian's diagonal: what nothing observes is known to some ten units, not infinitely badly. */
const MIN_PRECISION = 1e-2;

/** Tells how far the joints of a fit may be off. */
export type Uncertainty = (params: Float64Array, terms: readonly Term[]) => Float64Array;

/**
 * Standard deviation of each joint's place relative to the middle of the hips, J, metres: Laplace's approximation. Where
 * E is a negative log-likelihood, H = JᵀJ at its minimum is the inverse covariance of the parameters, so with
 * D_j = ∂(p_j − p_hips)/∂x and H = L Lᵀ
 *
 *   variance_j = trace(D_j H⁻¹ D_jᵀ) = ‖L⁻¹ D_jᵀ‖²
 *
 * A habit that is assumed makes nobody surer. Other minima are not seen by it: a limb that points at the camera instead of away is a surprise.
 */
export function createUncertainty(kinematics: Kinematics): Uncertainty {
  const N = kinematics.layout.count;
  const everything = Uint16Array.from({ length: N }, (_, n) => n);
  const units = new Float64Array(N).fill(1);
  const row = new Float64Array(N);
  const system = normalEquations(everything, N);

  return (params, terms) => {
    const body = kinematics.pose(params, true);
    const telling = terms.filter(({ name }) => name !== HABIT);
    system.linearise(telling, body, units, new Float64Array(telling.length));
    const L = system.hessian;
    for (let n = 0; n < N; n++) L[n * N + n] += MIN_PRECISION;
    const J = SMPL_JOINTS.length;
    const deviations = new Float64Array(J);
    if (!choleskyFactorise(L, N)) return deviations.fill(Number.POSITIVE_INFINITY);
    const { jointsJacobian } = body;
    for (let j = 0; j < J; j++) {
      let variance = 0;
      for (let axis = 0; axis < 3; axis++) {
        const [left, right] = HIPS.map((hip) => (3 * hip + axis) * N);
        const own = (3 * j + axis) * N;
        for (let n = 0; n < N; n++) {
          row[n] = jointsJacobian[own + n] - (jointsJacobian[left + n] + jointsJacobian[right + n]) / 2;
        }
        forwardSubstitute(L, N, row, row);
        for (let n = 0; n < N; n++) variance += row[n] * row[n];
      }
      deviations[j] = Math.sqrt(variance);
    }
    return deviations;
  };
}
