import { multiplyRotations, rotationFromAxisAngle } from './rotation.js';

/**
 * Forward kinematics, the only walk over the tree:
 *
 *   G_j = G_parent·exp(θ_j)        p_j = p_parent + G_parent·(J_j − J_parent)        p_0 = J_0 + t
 *
 * @param rest J×3, rest joints, metres
 * @param numbers holds the translation t (3) from 0 on and the pose θ (J×3, axis-angle, radians) from `firstPose` on
 * @param local J×9, exp(θ_j), overwritten
 * @param rotations J×9, G_j, overwritten
 * @param positions J×3 or longer, p_j, its first 3J numbers overwritten
 */
export function walkSkeleton(
  parents: Int32Array,
  rest: Float64Array,
  numbers: Float64Array,
  firstPose: number,
  local: Float64Array,
  rotations: Float64Array,
  positions: Float64Array,
): void {
  for (let j = 0; j < parents.length; j++) {
    const theta = firstPose + 3 * j;
    rotationFromAxisAngle(numbers[theta], numbers[theta + 1], numbers[theta + 2], local, 9 * j);
    const parent = parents[j];
    if (parent < 0) {
      for (let i = 0; i < 9; i++) rotations[9 * j + i] = local[9 * j + i];
      for (let axis = 0; axis < 3; axis++) positions[3 * j + axis] = rest[3 * j + axis] + numbers[axis];
      continue;
    }
    multiplyRotations(rotations, 9 * parent, local, 9 * j, rotations, 9 * j);
    const x = rest[3 * j] - rest[3 * parent];
    const y = rest[3 * j + 1] - rest[3 * parent + 1];
    const z = rest[3 * j + 2] - rest[3 * parent + 2];
    for (let axis = 0; axis < 3; axis++) {
      const row = 9 * parent + 3 * axis;
      positions[3 * j + axis] =
        positions[3 * parent + axis] + rotations[row] * x + rotations[row + 1] * y + rotations[row + 2] * z;
    }
  }
}
