import { SMPL_PARENTS } from '../../../core/body/joint-sets.js';
import { rotationFromQuaternion } from '../../../core/body/rotation.js';
import { add, apply, type Matrix3, rotationAbout, subtract, type Vector3 } from './matrix3.js';

const J = SMPL_PARENTS.length;

/** A posed skeleton: each joint moves the points it carries by x → rotation·x + translation. */
export interface SkeletonPose {
  /** J matrices. */
  readonly rotations: readonly Matrix3[];
  /** J. */
  readonly translations: readonly Vector3[];
  /** J×4, the rotations as unit quaternions w, x, y, z; each on its parent's side of the sphere. */
  readonly quaternions: Float64Array;
  /** J×4, the dual parts: ½ (0, translation) ∘ quaternion. */
  readonly duals: Float64Array;
}

/** Axis and angle of joint j of an axis-angle pose (J×3, radians). */
function axisAngle(pose: Float64Array, j: number): { axis: Vector3; angle: number } {
  const [x, y, z] = pose.subarray(3 * j, 3 * j + 3);
  const angle = Math.hypot(x, y, z);
  return { axis: angle > 0 ? [x / angle, y / angle, z / angle] : [1, 0, 0], angle };
}

/** a∘b, Hamilton's product of quaternions w, x, y, z. */
export const quaternionProduct = (a: readonly number[], b: readonly number[]): number[] => [
  a[0] * b[0] - a[1] * b[1] - a[2] * b[2] - a[3] * b[3],
  a[0] * b[1] + a[1] * b[0] + a[2] * b[3] - a[3] * b[2],
  a[0] * b[2] - a[1] * b[3] + a[2] * b[0] + a[3] * b[1],
  a[0] * b[3] + a[1] * b[2] - a[2] * b[1] + a[3] * b[0],
];

/**
 * Walks the skeleton.
 *
 * @param pose   J×3, axis-angle, radians; angles below π keep child and parent quaternions in one hemisphere
 * @param joints J×3, rest positions, metres
 */
export function poseSkeleton(pose: Float64Array, joints: Float64Array): SkeletonPose {
  const rotations: Matrix3[] = [];
  const translations: Vector3[] = [];
  const quaternions: number[][] = [];
  const positions: Vector3[] = [];
  const restJoint = (j: number): Vector3 => [joints[3 * j], joints[3 * j + 1], joints[3 * j + 2]];

  for (let j = 0; j < J; j++) {
    const parent = SMPL_PARENTS[j];
    const rest = restJoint(j);
    const { axis, angle } = axisAngle(pose, j);
    const half = Math.sin(angle / 2);
    const local = [Math.cos(angle / 2), half * axis[0], half * axis[1], half * axis[2]];
    const world = parent < 0 ? local : quaternionProduct(quaternions[parent], local);
    const [w, x, y, z] = world;
    const R = rotationFromQuaternion(x, y, z, w);
    const position =
      parent < 0 ? rest : add(positions[parent], apply(rotations[parent], subtract(rest, restJoint(parent))));
    quaternions.push(world);
    rotations.push(R);
    positions.push(position);
    translations.push(subtract(position, apply(R, rest)));
  }
  return {
    rotations,
    translations,
    quaternions: Float64Array.from(quaternions.flat()),
    duals: Float64Array.from(
      quaternions.flatMap((q, j) => quaternionProduct([0, ...translations[j]], q).map((value) => value / 2)),
    ),
  };
}

/** vec(R − I) of every joint but the root, row-major: the 9(J − 1) numbers that SMPL's correctives are linear in. */
export function poseFeatures(pose: Float64Array): Float64Array {
  const features = new Float64Array(9 * (J - 1));
  for (let j = 1; j < J; j++) {
    const { axis, angle } = axisAngle(pose, j);
    const R = rotationAbout(axis, angle);
    for (let k = 0; k < 9; k++) features[9 * (j - 1) + k] = R[k] - (k % 4 === 0 ? 1 : 0);
  }
  return features;
}
