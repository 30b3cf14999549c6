import {
  multiplyQuaternions,
  type Quaternion,
  quaternionFromRotation,
  rotationFromQuaternion,
} from '../../core/body/rotation.js';
import type { RiggedBody } from '../../core/types.js';

/**
 * How the bones are turned at rest; the skin moves the same in both.
 *  - `identity`: all axes are the scene's, as SMPL has them.
 *  - `y-to-child`: y points to the next joint, where Blender draws the bone, and z stays as near as it can to the
 *    front.
 */
export const BONE_AXES = ['identity', 'y-to-child'] as const;
export type BoneAxes = (typeof BONE_AXES)[number];

/** J×4, x, y, z, w: how each bone is turned at rest, in the scene. The root above the pelvis is always upright. */
export type Orientations = Float64Array;

type Vector = readonly [number, number, number];

const UPRIGHT: Quaternion = [0, 0, 0, 1];
/** Where a joint has several children: the one that carries the body on. */
const MAIN_CHILD: Readonly<Record<string, string>> = { pelvis: 'spine1', spine3: 'neck' };
/** Cosine beyond which a bone points too straight ahead to tell from the front how it is rolled: up decides then. */
const AHEAD = 0.98;

export function boneOrientations(body: RiggedBody, axes: BoneAxes): Orientations {
  const J = body.parents.length;
  const out = new Float64Array(4 * J);
  const directions: Vector[] = [];
  for (let j = 0; j < J; j++) {
    if (axes === 'identity') {
      out.set(UPRIGHT, 4 * j);
      continue;
    }
    const next = mainChild(body, j);
    // A bone at the end goes on as its parent does.
    directions.push(next < 0 ? directions[body.parents[j]] : directionOf(body.restJoints, j, next));
    out.set(turnYTo(directions[j]), 4 * j);
  }
  return out;
}

/** −1 at the end of a limb. */
function mainChild({ parents, jointNames }: RiggedBody, j: number): number {
  const named = jointNames.indexOf(MAIN_CHILD[jointNames[j]] ?? '');
  return named >= 0 ? named : parents.indexOf(j);
}

function directionOf(joints: Float32Array, from: number, to: number): Vector {
  const [x, y, z] = [0, 1, 2].map((axis) => joints[3 * to + axis] - joints[3 * from + axis]);
  const length = Math.hypot(x, y, z);
  return length > 0 ? [x / length, y / length, z / length] : [0, 1, 0];
}

/** The rotation whose y axis is `y` (unit length) and whose z axis is the front, made perpendicular to it. */
function turnYTo(y: Vector): Quaternion {
  const front: Vector = Math.abs(y[2]) < AHEAD ? [0, 0, 1] : [0, 1, 0];
  const along = front[0] * y[0] + front[1] * y[1] + front[2] * y[2];
  const [fx, fy, fz] = [front[0] - along * y[0], front[1] - along * y[1], front[2] - along * y[2]];
  const length = Math.hypot(fx, fy, fz);
  const z: Vector = [fx / length, fy / length, fz / length];
  const x: Vector = [y[1] * z[2] - y[2] * z[1], y[2] * z[0] - y[0] * z[2], y[0] * z[1] - y[1] * z[0]];
  return quaternionFromRotation([x[0], y[0], z[0], x[1], y[1], z[1], x[2], y[2], z[2]]);
}

/**
 * Local rotations of the upright bones as the turned ones need them, for any number of poses of J×4: with A_j the
 * orientation of bone j and A_p its parent's, A_p⁻¹ R_j A_j. Neighbouring frames stay on the same side.
 */
export function turnRotations(parents: Int32Array, orientations: Orientations, rotations: Float32Array): Float32Array {
  const J = parents.length;
  const out = new Float32Array(rotations.length);
  for (let i = 0; i < rotations.length / 4; i++) {
    const j = i % J;
    const turned = multiplyQuaternions(at(rotations, i), at(orientations, j));
    out.set(multiplyQuaternions(inverse(orientationOf(orientations, parents[j])), turned), 4 * i);
  }
  return out;
}

/** J×4: the local rotations of the bones at rest, A_p⁻¹ A_j. */
export function restRotations(parents: Int32Array, orientations: Orientations): Float32Array {
  const upright = Float32Array.from({ length: 4 * parents.length }, (_, i) => UPRIGHT[i % 4]);
  return turnRotations(parents, orientations, upright);
}

/** J×3: offsets between upright joints (restOffsets) in the axes of each parent. */
export function turnOffsets(parents: Int32Array, orientations: Orientations, offsets: Float32Array): Float32Array {
  const out = new Float32Array(offsets.length);
  for (let j = 0; j < parents.length; j++) {
    const A = rotationFromQuaternion(...orientationOf(orientations, parents[j]));
    for (let axis = 0; axis < 3; axis++) {
      for (let k = 0; k < 3; k++) out[3 * j + axis] += A[3 * k + axis] * offsets[3 * j + k];
    }
  }
  return out;
}

/** J×16: inverse bind matrices of upright joints (inverseBindMatrices), turned: A_j⁻¹ times each. Column-major. */
export function turnInverseBind(orientations: Orientations, matrices: Float32Array): Float32Array {
  const out = matrices.slice();
  for (let j = 0; j < orientations.length / 4; j++) {
    const A = rotationFromQuaternion(...at(orientations, j));
    for (let column = 16 * j; column < 16 * (j + 1); column += 4) {
      const [x, y, z] = matrices.subarray(column, column + 3);
      for (let row = 0; row < 3; row++) out[column + row] = A[row] * x + A[3 + row] * y + A[6 + row] * z;
    }
  }
  return out;
}

const orientationOf = (orientations: Orientations, j: number): Quaternion => (j < 0 ? UPRIGHT : at(orientations, j));

const at = (q: ArrayLike<number>, i: number): Quaternion => [q[4 * i], q[4 * i + 1], q[4 * i + 2], q[4 * i + 3]];

const inverse = ([x, y, z, w]: Quaternion): Quaternion => [-x, -y, -z, w];
