import {
  axisAngleFromRotation,
  inverseLeftJacobian,
  leftJacobian,
  multiplyRotations,
  rotationFromAxisAngle,
  transposed,
} from '../body/rotation.js';
import { expectLength } from '../error.js';
import type { Loss } from '../solver/loss.js';
import type { Term } from '../solver/term.js';

/** A pose that somebody believes in, and how much. J joints. */
export interface PoseBelief {
  /** J×3, axis-angle, radians, camera frame. */
  readonly pose: ArrayLike<number>;
  /** J×3, standard deviations, radians; infinite where nothing is believed. Of joint 0 along the axes of the camera. */
  readonly sigma: ArrayLike<number>;
}

/**
 * Keeps the pose near one that was guessed, each joint as firmly as its guess is sure:
 *
 *   r_0 = log(R(θ_0) R(guess_0)ᵀ) / sigma_0        the global orientation: any difference of angles is meaningful
 *   r_j = (θ_j − guess_j) / sigma_j                the other joints, whose angles stay far from a full turn
 *
 * Three rows a joint share one ρ: a joint that was guessed wrong lets go as a whole. No unit.
 *
 * @param firstPose index of θ_0 in the parameter vector
 */
export function anchor({ pose, sigma }: PoseBelief, firstPose: number, weight: number, loss: Loss | null): Term {
  const rows = pose.length;
  expectLength('anchor', 'sigma', sigma, rows);
  const guessed = new Float64Array(9);
  rotationFromAxisAngle(pose[0], pose[1], pose[2], guessed);
  const guessedInverse = transposed(guessed);
  const R = new Float64Array(9);
  const relative = new Float64Array(9);
  const left = new Float64Array(9);
  const inverseLeft = new Float64Array(9);
  const derivative = new Float64Array(9);

  return {
    name: 'anchor',
    rows,
    loss,
    group: 3,
    weights: new Float64Array(rows / 3).fill(weight),
    points: new Uint16Array(0),
    evaluate({ params }, residual, jacobian) {
      const N = params.length;
      const [x, y, z] = params.subarray(firstPose, firstPose + 3);
      rotationFromAxisAngle(x, y, z, R);
      multiplyRotations(R, 0, guessedInverse, 0, relative, 0);
      const difference = axisAngleFromRotation(relative);
      for (let i = 0; i < 3; i++) residual[i] = difference[i] / sigma[i];
      for (let i = 3; i < rows; i++) residual[i] = (params[firstPose + i] - pose[i]) / sigma[i];
      if (jacobian !== null) {
        jacobian.fill(0);
        // R(θ_0 + dθ) = exp(Jₗ dθ) R(θ_0), so log(R Gᵀ) changes by Jₗ⁻¹(log) Jₗ(θ_0) dθ.
        leftJacobian(x, y, z, left);
        inverseLeftJacobian(difference[0], difference[1], difference[2], inverseLeft);
        multiplyRotations(inverseLeft, 0, left, 0, derivative, 0);
        for (let i = 0; i < 9; i++) {
          const row = Math.floor(i / 3);
          jacobian[row * N + firstPose + (i % 3)] = derivative[i] / sigma[row];
        }
        for (let i = 3; i < rows; i++) jacobian[i * N + firstPose + i] = 1 / sigma[i];
      }
      return residual.every(Number.isFinite);
    },
  };
}
