import { SMPL_JOINTS } from '../body/joint-sets.js';
import type { Kinematics } from '../body/kinematics.js';
import { choleskyFactorise, forwardSubstitute } from '../solver/cholesky.js';
import { dot } from '../solver/dot.js';
import { normalEquations } from '../solver/normal-equations.js';
import type { Term } from '../solver/term.js';
import { HABIT } from './fit-terms.js';

const HIPS = [SMPL_JOINTS.indexOf('left_hip'), SMPL_JOINTS.indexOf('right_hip')];
/** Added to the Hessian's diagonal: what nothing observes is known to some ten units, not infinitely badly. */
const MIN_PRECISION = 1e-2;

/** Tells how far the joints of a fit may be off: J×3×3, metres². */
export type Uncertainty = (params: Float64Array, terms: readonly Term[]) => Float64Array;

/**
 * Covariance of each joint's place relative to the middle of the hips: Laplace's approximation. Where E is a negative
 * log-likelihood, H = JᵀJ at its minimum is the inverse covariance of the parameters, so with D_j = ∂(p_j − p_hips)/∂x and
 * H = L Lᵀ
 *
 *   Σ_j = D_j H⁻¹ D_jᵀ = (L⁻¹ D_jᵀ)ᵀ (L⁻¹ D_jᵀ)
 *
 * Large (metres) where H tells nothing, infinite where it is no number. A habit that is assumed makes nobody surer. Other
 * minima are not seen by it: a limb that points at the camera instead of away is a surprise.
 */
export function createUncertainty(kinematics: Kinematics): Uncertainty {
  const N = kinematics.layout.count;
  const everything = Uint16Array.from({ length: N }, (_, n) => n);
  const units = new Float64Array(N).fill(1);
  const rows = [0, 1, 2].map(() => new Float64Array(N));
  const system = normalEquations(everything, N);

  return (params, terms) => {
    const body = kinematics.pose(params, true);
    const telling = terms.filter(({ name }) => name !== HABIT);
    system.linearise(telling, body, units, new Float64Array(telling.length));
    const L = system.hessian;
    for (let n = 0; n < N; n++) L[n * N + n] += MIN_PRECISION;
    const J = SMPL_JOINTS.length;
    const covariances = new Float64Array(9 * J);
    if (!choleskyFactorise(L, N)) return covariances.fill(Number.POSITIVE_INFINITY);
    for (let j = 0; j < J; j++) {
      rows.forEach((row, axis) => {
        fromHips(body.jointsJacobian, 3 * j + axis, axis, row);
        forwardSubstitute(L, N, row, row);
      });
      for (let i = 0; i < 9; i++) covariances[9 * j + i] = dot(rows[Math.floor(i / 3)], 0, rows[i % 3], 0, N);
    }
    return covariances;
  };

  /** Writes the gradient of one coordinate relative to the middle of the hips into `row`. */
  function fromHips(jacobian: Float64Array, own: number, axis: number, row: Float64Array): void {
    const [left, right] = HIPS.map((hip) => (3 * hip + axis) * N);
    for (let n = 0; n < N; n++) row[n] = jacobian[own * N + n] - (jacobian[left + n] + jacobian[right + n]) / 2;
  }
}
