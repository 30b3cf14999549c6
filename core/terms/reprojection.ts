import { expectLength } from '../error.js';
import type { Observations } from '../keypoints/observations.js';
import type { Loss } from '../solver/loss.js';
import type { Term } from '../solver/term.js';
import type { Camera } from '../types.js';

/** A joint closer to the image plane has no usable projection; a pelvis closer than this no person. Metres. */
export const MIN_DEPTH = 0.1;

/**
 * Reprojection term, E_J of SMPLify (Bogo et al. 2016, eq. 2):
 *
 *   r_k = (Π(joint_k) − keypoint_k) / sigma         2 rows a keypoint, no unit
 *   Π(X, Y, Z) = f · (X, Y) / Z + principalPoint    camera frame, metres → pixels
 *
 * sigma (pixels) is the noise expected of a sure keypoint: with it the term is a log-likelihood and the priors need no
 * weights of their own. The confidence stays outside ρ.
 *
 * @param group 2: both rows of a keypoint share one ρ, so that the cost does not depend on the image's axes; 1: each
 *   row has its own, as SMPLify has it
 */
export function reprojection(
  observations: Observations,
  camera: Camera,
  sigma: number,
  loss: Loss | null,
  group: 1 | 2 = 2,
): Term {
  const { jointOf, xy, confidence } = observations;
  const K = jointOf.length;
  expectLength('reprojection', 'xy', xy, 2 * K);
  expectLength('reprojection', 'confidence', confidence, K);
  const f = camera.focalLength / sigma;
  const [cx, cy] = camera.principalPoint;

  return {
    name: 'reprojection',
    rows: 2 * K,
    loss,
    group,
    weights: group === 2 ? confidence : Float64Array.from({ length: 2 * K }, (_, row) => confidence[row >> 1]),
    points: jointOf,
    evaluate(body, residual, jacobian) {
      const { joints, jointsJacobian, columns, params } = body;
      const N = params.length;
      jacobian?.fill(0);
      // Two or three keypoints may all be in front of a camera that stands inside the body.
      if (!(joints[2] > MIN_DEPTH)) return false;
      for (let k = 0; k < K; k++) {
        const j = 3 * jointOf[k];
        const X = joints[j];
        const Y = joints[j + 1];
        const Z = joints[j + 2];
        if (!(Z > MIN_DEPTH)) return false; // also catches NaN
        const u = 2 * k;
        residual[u] = (f * X) / Z + (cx - xy[u]) / sigma;
        residual[u + 1] = (f * Y) / Z + (cy - xy[u + 1]) / sigma;
        if (jacobian === null) continue;

        // ∂Π/∂(X,Y,Z) = f/Z · [1 0 −X/Z; 0 1 −Y/Z], then the chain rule through the skeleton.
        const s = f / Z;
        const x = X / Z;
        const y = Y / Z;
        const dX = j * N;
        const dY = dX + N;
        const dZ = dY + N;
        const du = u * N;
        const dv = du + N;
        const moving = columns[jointOf[k]];
        for (let i = 0; i < moving.length; i++) {
          const n = moving[i];
          const depth = jointsJacobian[dZ + n];
          jacobian[du + n] = s * (jointsJacobian[dX + n] - x * depth);
          jacobian[dv + n] = s * (jointsJacobian[dY + n] - y * depth);
        }
      }
      return true;
    },
  };
}
