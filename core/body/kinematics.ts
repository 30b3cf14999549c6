import { createPointWalk, jointsAbove } from './point-walk.js';
import { type ParameterLayout, parameterLayout, type Skeleton } from './skeleton.js';
import type { SkeletonWalk } from './skeleton-walk.js';
import { turnAxes, writeTurn } from './turn-axes.js';
import { walkSkeleton } from './walk.js';

/** A skeleton at one parameter vector. J joints come first, then P surface points. Camera frame, metres. */
export interface PosedBody {
  /** N: translation, pose, betas. */
  readonly params: Float64Array;
  /** (J+P)×3. */
  readonly joints: Float64Array;
  /** (J+P)×3×N, row-major: derivative of `joints` by `params`. Stale after a walk without the Jacobian. */
  readonly jointsJacobian: Float64Array;
  /** J+P: the parameters that move each joint or point, ascending. In every other column its derivative is 0. */
  readonly columns: readonly Uint16Array[];
  /** J×9, world rotation of each joint, row-major. */
  readonly rotations: Float64Array;
}

export interface Kinematics {
  readonly layout: ParameterLayout;
  /**
   * Poses the skeleton in place and returns the same object each time.
   *
   * @param points the joints and points that will be read, all of them by default: the other points, and the
   *   derivatives of the other joints, may be stale
   */
  pose(params: Float64Array, withJacobian: boolean, points?: Uint16Array): PosedBody;
}

/**
 * The walk over the skeleton (walkSkeleton) with J = J(β), and its derivative.
 *
 * A change of θ_k by dθ turns everything below joint k about p_k by ω = G_parent(k)·Jₗ(θ_k)·dθ (Jₗ: left Jacobian of
 * SO(3)), so ∂x/∂θ_k = ω × (x − p_k): no product of matrix derivatives along the chain.
 */
export function createKinematics(skeleton: Skeleton): Kinematics {
  const { jointCount: J, parents, points } = skeleton;
  const layout = parameterLayout(skeleton);
  const N = layout.count;
  const boneShapeDirs = boneDirections(skeleton);
  const rest = new Float64Array(3 * J); // J(β)
  const local = new Float64Array(9 * J); // exp(θ_j)
  const rotations = new Float64Array(9 * J);
  const axes = new Float64Array(9 * J);
  const left = new Float64Array(9);
  const joints = new Float64Array(3 * (J + points.length));
  const jointsJacobian = new Float64Array(joints.length * N); // zeros outside `columns` are written here, once
  for (let row = 0; row < joints.length; row++) jointsJacobian[row * N + (row % 3)] = 1; // the translation
  const walk: SkeletonWalk = { skeleton, layout, rest, local, rotations, axes, joints, jointsJacobian };
  const pointWalks = points.map((point, i) => createPointWalk(point, J + i, walk));
  const columns = [
    ...Array.from({ length: J }, (_, j) => columnsOf(jointsAbove(parents, parents[j] < 0 ? [] : [parents[j]]), layout)),
    ...pointWalks.map(({ movedBy }) => columnsOf(movedBy, layout)),
  ];
  const everything = Uint16Array.from(columns.keys());
  const body: PosedBody & { params: Float64Array } = {
    params: new Float64Array(N),
    joints,
    jointsJacobian,
    columns,
    rotations,
  };

  return {
    layout,
    pose(params, withJacobian, wanted = everything) {
      body.params = params;
      poseRest(skeleton, params, layout, rest);
      walkSkeleton(parents, rest, params, layout.pose, local, rotations, joints);
      for (let i = 0; i < wanted.length; i++) if (wanted[i] >= J) pointWalks[wanted[i] - J].place(params);
      if (!withJacobian) return body;
      turnAxes(parents, params, layout.pose, rotations, left, axes);
      for (let j = 0; j < J; j++) shapeRows(walk, boneShapeDirs, j);
      for (let i = 0; i < wanted.length; i++) {
        if (wanted[i] < J) turnRows(walk, wanted[i]);
        else pointWalks[wanted[i] - J].rows(params);
      }
      return body;
    },
  };
}

/** J(β), metres; `out` is overwritten. */
function poseRest(
  { joints, jointShapeDirs, betaCount: B }: Skeleton,
  params: Float64Array,
  { betas }: ParameterLayout,
  out: Float64Array,
): void {
  for (let i = 0; i < joints.length; i++) {
    let value = joints[i];
    for (let b = 0; b < B; b++) value += jointShapeDirs[i * B + b] * params[betas + b];
    out[i] = value;
  }
}

/** ∂p_j/∂θ_k of each joint k above. */
function turnRows(walk: SkeletonWalk, j: number): void {
  const { joints, skeleton } = walk;
  const row = 3 * j;
  for (let k = skeleton.parents[j]; k >= 0; k = skeleton.parents[k]) {
    writeTurn(walk, row, k, 1, joints[row], joints[row + 1], joints[row + 2]);
  }
}

/** ∂p_j/∂β = ∂p_parent/∂β + G_parent·∂(J_j − J_parent); the parent's rows must be there. */
function shapeRows(
  { skeleton, layout, rotations, jointsJacobian }: SkeletonWalk,
  boneShapeDirs: Float64Array,
  j: number,
): void {
  const { betaCount: B, parents } = skeleton;
  const N = layout.count;
  const parent = parents[j];
  const dirs = 3 * j * B;
  for (let axis = 0; axis < 3; axis++) {
    const out = (3 * j + axis) * N + layout.betas;
    if (parent < 0) {
      for (let b = 0; b < B; b++) jointsJacobian[out + b] = boneShapeDirs[dirs + axis * B + b];
      continue;
    }
    const g = 9 * parent + 3 * axis;
    const x = rotations[g];
    const y = rotations[g + 1];
    const z = rotations[g + 2];
    const base = (3 * parent + axis) * N + layout.betas;
    for (let b = 0; b < B; b++) {
      const turned =
        x * boneShapeDirs[dirs + b] + y * boneShapeDirs[dirs + B + b] + z * boneShapeDirs[dirs + 2 * B + b];
      jointsJacobian[out + b] = jointsJacobian[base + b] + turned;
    }
  }
}

/** The parameters that move what turns about these joints: the translation, their pose and the betas. */
function columnsOf(turning: readonly number[], { pose, betas, count }: ParameterLayout): Uint16Array {
  const ofPose = [...turning].sort((a, b) => a - b).flatMap((k) => [0, 1, 2].map((i) => pose + 3 * k + i));
  return Uint16Array.from([0, 1, 2, ...ofPose, ...Array.from({ length: count - betas }, (_, b) => betas + b)]);
}

/** J×3×B: derivative by betas of each rest joint as seen from its parent. */
function boneDirections({ jointCount: J, betaCount: B, parents, jointShapeDirs }: Skeleton): Float64Array {
  const out = Float64Array.from(jointShapeDirs);
  for (let j = 0; j < J; j++) {
    if (parents[j] < 0) continue;
    for (let i = 0; i < 3 * B; i++) out[3 * j * B + i] -= jointShapeDirs[3 * parents[j] * B + i];
  }
  return out;
}
