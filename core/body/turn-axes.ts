import { leftJacobian, multiplyRotations } from './rotation.js';
import type { SkeletonWalk } from './skeleton-walk.js';

/**
 * The world axes about which the three numbers of θ_k turn what hangs on joint k: columns of G_parent(k)·Jₗ(θ_k), with
 * Jₗ the left Jacobian of SO(3).
 *
 * @param numbers holds the pose θ (J×3, axis-angle, radians) from `firstPose` on
 * @param rotations J×9, G_k
 * @param left 9, overwritten
 * @param axes J×9, overwritten
 */
export function turnAxes(
  parents: Int32Array,
  numbers: Float64Array,
  firstPose: number,
  rotations: Float64Array,
  left: Float64Array,
  axes: Float64Array,
): void {
  for (let k = 0; k < parents.length; k++) {
    const theta = firstPose + 3 * k;
    leftJacobian(numbers[theta], numbers[theta + 1], numbers[theta + 2], left);
    if (parents[k] < 0) for (let i = 0; i < 9; i++) axes[9 * k + i] = left[i];
    else multiplyRotations(rotations, 9 * parents[k], left, 0, axes, 9 * k);
  }
}

/** weight·ω × (x − p_k) in the columns of θ_k, three rows from `row` on. `m` = weight, `mx` = weight·x. */
export function writeTurn(
  { layout, axes, joints, jointsJacobian }: SkeletonWalk,
  row: number,
  k: number,
  m: number,
  mx: number,
  my: number,
  mz: number,
): void {
  const N = layout.count;
  const dx = mx - m * joints[3 * k];
  const dy = my - m * joints[3 * k + 1];
  const dz = mz - m * joints[3 * k + 2];
  for (let i = 0; i < 3; i++) {
    const wx = axes[9 * k + i];
    const wy = axes[9 * k + 3 + i];
    const wz = axes[9 * k + 6 + i];
    const column = row * N + layout.pose + 3 * k + i;
    jointsJacobian[column] = wy * dz - wz * dy;
    jointsJacobian[column + N] = wz * dx - wx * dz;
    jointsJacobian[column + 2 * N] = wx * dy - wy * dx;
  }
}
