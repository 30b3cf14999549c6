import { expectLength } from '../error.js';
import type { Loss } from '../solver/loss.js';
import type { Term } from '../solver/term.js';
import type { Camera } from '../types.js';
import { MIN_DEPTH } from './reprojection.js';

/** Points of a body's outline and where the outline should pass. P points. */
export interface OutlineObservations {
  /** P: surface points of the body, rows of PosedBody.joints. */
  readonly pointOf: Uint16Array;
  /** P×2, unit vectors in the picture, out of the body. */
  readonly normals: Float64Array;
  /** P: where along its normal each point should lie, n·x, pixels. */
  readonly offsets: Float64Array;
  /** P, pixels. */
  readonly sigmas: Float64Array;
  /** P, outside the loss. */
  readonly weights: Float64Array;
}

/**
 * Silhouette term: r_p = (n_p · Π(x_p) − offset_p) / sigma_p, one row a point, no unit.
 *
 * A point may slide along the outline, as in point-to-line registration (Chen & Medioni 1992): an outline says where
 * its side is, not which vertex makes it.
 */
export function silhouette(observations: OutlineObservations, camera: Camera, loss: Loss): Term {
  const { pointOf, normals, offsets, sigmas, weights } = observations;
  const P = pointOf.length;
  expectLength('silhouette', 'normals', normals, 2 * P);
  expectLength('silhouette', 'offsets', offsets, P);
  expectLength('silhouette', 'sigmas', sigmas, P);
  expectLength('silhouette', 'weights', weights, P);
  const { focalLength: f, principalPoint } = camera;
  return {
    name: 'silhouette',
    rows: P,
    loss,
    weights,
    points: pointOf,
    evaluate({ joints, jointsJacobian, columns, params }, residual, jacobian) {
      const N = params.length;
      jacobian?.fill(0);
      for (let p = 0; p < P; p++) {
        const point = 3 * pointOf[p];
        const Z = joints[point + 2];
        if (!(Z > MIN_DEPTH)) return false; // also catches NaN
        const x = joints[point] / Z;
        const y = joints[point + 1] / Z;
        const nx = normals[2 * p];
        const ny = normals[2 * p + 1];
        const along = nx * (f * x + principalPoint[0]) + ny * (f * y + principalPoint[1]);
        residual[p] = (along - offsets[p]) / sigmas[p];
        if (jacobian === null) continue;

        // ∂(n·Π)/∂(X, Y, Z) = f/Z · (n_x, n_y, −n·(x, y)), then the chain rule through the skeleton.
        const scale = f / Z / sigmas[p];
        const depth = nx * x + ny * y;
        const dX = point * N;
        const dY = dX + N;
        const dZ = dY + N;
        const moving = columns[pointOf[p]];
        for (let i = 0; i < moving.length; i++) {
          const n = moving[i];
          jacobian[p * N + n] =
            scale * (nx * jointsJacobian[dX + n] + ny * jointsJacobian[dY + n] - depth * jointsJacobian[dZ + n]);
        }
      }
      return true;
    },
  };
}
