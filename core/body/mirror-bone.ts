import { SMPL_JOINTS, SMPL_PARENTS } from './joint-sets.js';
import type { Kinematics } from './kinematics.js';
import { axisAngleFromRotation, multiplyRotations, rotationFromAxisAngle, transposed } from './rotation.js';

/** A bone of an arm or a leg, by its two joints: shoulder and elbow, elbow and wrist, hip and knee, knee and ankle. */
export interface LimbBone {
  readonly above: number;
  readonly below: number;
}

/** Below this sine a limb counts as straight: the side to which it bends is then the natural one. */
const STRAIGHT = 0.15;

type Vector = readonly [number, number, number];

/**
 * Mirrors a bone in depth, in place: d → d − 2(d·r)r, r the ray to its upper joint. Of the two directions that a picture
 * allows a bone of known length, this is the other; the rest of the limb keeps its directions.
 *
 * Elbows and knees are hinges: the upper bone is turned about itself until its hinge bends towards where the lower bone
 * goes, the way it can.
 *
 * @param params N, camera frame
 */
export function mirrorBone({ above, below }: LimbBone, params: Float64Array, kinematics: Kinematics): void {
  const isUpper = !isHinge(above);
  const root = isUpper ? above : SMPL_PARENTS[above];
  const hinge = isUpper ? below : above;
  const end = SMPL_PARENTS.indexOf(hinge);
  const { joints, rotations } = kinematics.pose(params, false);
  const at = (j: number): Vector => [joints[3 * j], joints[3 * j + 1], joints[3 * j + 2]];
  const upper = direction(at(root), at(hinge));
  const lower = direction(at(hinge), at(end));
  const newUpper = isUpper ? mirrored(upper, unit(at(root))) : upper;
  const newLower = isUpper ? lower : mirrored(lower, unit(at(hinge)));

  const swing = turn(upper, newUpper, across(upper));
  const natural: Vector = [0, 0, isArm(hinge) ? 1 : -1]; // at rest elbows bend to the front, knees to the back
  const rootRotation = multiply(swing, rotations.slice(9 * root, 9 * root + 9));
  const carried = apply(swing, lower);
  const bentTo = perpendicular(carried, newUpper) ?? perpendicular(apply(rootRotation, natural), newUpper) ?? carried;
  const twist = turn(bentTo, perpendicular(newLower, newUpper) ?? bentTo, newUpper);
  const twisted = apply(twist, carried);
  const bend = turn(twisted, newLower, across(twisted));

  const newRoot = multiply(twist, rootRotation);
  const newHinge = multiply(bend, multiply(twist, multiply(swing, rotations.slice(9 * hinge, 9 * hinge + 9))));
  const parent = SMPL_PARENTS[root];
  const rotationOfParent = rotations.slice(9 * parent, 9 * parent + 9);
  const first = kinematics.layout.pose;
  params.set(axisAngleFromRotation(multiply(transposed(rotationOfParent), newRoot)), first + 3 * root);
  params.set(axisAngleFromRotation(multiply(transposed(newRoot), newHinge)), first + 3 * hinge);
}

const isHinge = (joint: number): boolean => /elbow|knee/.test(SMPL_JOINTS[joint]);
const isArm = (joint: number): boolean => SMPL_JOINTS[joint].endsWith('elbow');

const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const add = (a: Vector, b: Vector, times: number): Vector => [
  a[0] + times * b[0],
  a[1] + times * b[1],
  a[2] + times * b[2],
];
const cross = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];

function unit(v: Vector): Vector {
  const length = Math.hypot(...v);
  return length > 0 ? [v[0] / length, v[1] / length, v[2] / length] : [0, 0, 1];
}

const direction = (from: Vector, to: Vector): Vector => unit(add(to, from, -1));
const mirrored = (v: Vector, ray: Vector): Vector => add(v, ray, -2 * dot(v, ray));

/** The direction of what of a unit vector is perpendicular to the axis; null where that is next to nothing. */
function perpendicular(v: Vector, axis: Vector): Vector | null {
  const across = add(v, axis, -dot(v, axis));
  return Math.hypot(...across) < STRAIGHT ? null : unit(across);
}

/** Some direction perpendicular to a unit vector. */
const across = (v: Vector): Vector => unit(cross(v, Math.abs(v[0]) < 0.8 ? [1, 0, 0] : [0, 1, 0]));

/** The smallest rotation between two unit vectors; `about` is its axis where they are opposite. */
function turn(from: Vector, to: Vector, about: Vector): Float64Array {
  const normal = cross(from, to);
  const sine = Math.hypot(...normal);
  const axis = sine < 1e-9 ? about : unit(normal);
  const angle = Math.atan2(sine, dot(from, to));
  const R = new Float64Array(9);
  rotationFromAxisAngle(angle * axis[0], angle * axis[1], angle * axis[2], R);
  return R;
}

function multiply(A: Float64Array, B: Float64Array): Float64Array {
  const product = new Float64Array(9);
  multiplyRotations(A, 0, B, 0, product, 0);
  return product;
}

const apply = (R: Float64Array, [x, y, z]: Vector): Vector => [
  R[0] * x + R[1] * y + R[2] * z,
  R[3] * x + R[4] * y + R[5] * z,
  R[6] * x + R[7] * y + R[8] * z,
];
