import { leftJacobian } from './rotation.js';
import type { SkinnedPoint } from './skeleton.js';
import type { SkeletonWalk } from './skeleton-walk.js';
import { writeTurn } from './turn-axes.js';

/** Places one surface point, and writes its derivative. */
export interface PointWalk {
  /** The joints whose rotation moves it. */
  readonly movedBy: readonly number[];
  place(params: Float64Array): void;
  /** After `place` with the same parameters. */
  rows(params: Float64Array): void;
}

/**
 * A surface point: x = Σ_j w_j (G_j (v − J_j) + p_j), v = rest + shapeDirs·β + correctives·vec(R − I).
 *
 * @param index its row of `joints`
 */
export function createPointWalk(point: SkinnedPoint, index: number, walk: SkeletonWalk): PointWalk {
  const { skeleton, layout, rest, rotations, joints, jointsJacobian } = walk;
  const { jointCount: J, parents } = skeleton;
  const N = layout.count;
  const row = 3 * index;
  const { influences, correctives } = point;
  const v = new Float64Array(3);
  const carried = new Float64Array(3 * influences.length); // w_j (G_j (v − J_j) + p_j)
  const mass = new Float64Array(J); // Σ w over the influences below each joint
  const moment = new Float64Array(3 * J); // Σ carried over the same
  const blend = new Float64Array(9); // Σ w_j G_j
  const scratch = { left: new Float64Array(9), turned: new Float64Array(9), moved: new Float64Array(3) };
  const chain = jointsAbove(
    parents,
    influences.map(({ joint }) => joint),
  );

  return {
    movedBy: [...new Set([...chain, ...correctives.map(({ joint }) => joint)])],

    place(params) {
      shapePoint(point, walk, params, v);
      joints.fill(0, row, row + 3);
      for (let n = 0; n < influences.length; n++) {
        const { joint, weight } = influences[n];
        const x = v[0] - rest[3 * joint];
        const y = v[1] - rest[3 * joint + 1];
        const z = v[2] - rest[3 * joint + 2];
        for (let axis = 0; axis < 3; axis++) {
          const g = 9 * joint + 3 * axis;
          const turnedPoint = rotations[g] * x + rotations[g + 1] * y + rotations[g + 2] * z;
          carried[3 * n + axis] = weight * (turnedPoint + joints[3 * joint + axis]);
          joints[row + axis] += carried[3 * n + axis];
        }
      }
    },

    rows(params) {
      for (let i = row; i < row + 3; i++) jointsJacobian.fill(0, i * N + layout.pose, (i + 1) * N);
      mass.fill(0);
      moment.fill(0);
      blend.fill(0);
      for (let n = 0; n < influences.length; n++) {
        const { joint, weight } = influences[n];
        for (let i = 0; i < 9; i++) blend[i] += weight * rotations[9 * joint + i];
        for (let k = joint; k >= 0; k = parents[k]) {
          mass[k] += weight;
          for (let axis = 0; axis < 3; axis++) moment[3 * k + axis] += carried[3 * n + axis];
        }
        addShapeRows(walk, row, point.shapeDirs, joint, weight);
      }
      for (const k of chain) writeTurn(walk, row, k, mass[k], moment[3 * k], moment[3 * k + 1], moment[3 * k + 2]);
      for (const corrective of correctives) addCorrectiveRows(walk, row, corrective, params, blend, scratch);
    },
  };
}

/** v, where the point is before bones carry it. */
function shapePoint(
  { rest, shapeDirs, correctives }: SkinnedPoint,
  { skeleton: { betaCount: B }, layout, local }: SkeletonWalk,
  params: Float64Array,
  v: Float64Array,
): void {
  for (let axis = 0; axis < 3; axis++) {
    let value = rest[axis];
    for (let b = 0; b < B; b++) value += shapeDirs[axis * B + b] * params[layout.betas + b];
    for (const { joint, dirs } of correctives) {
      for (let i = 0; i < 9; i++) value += dirs[9 * axis + i] * (local[9 * joint + i] - (i % 4 === 0 ? 1 : 0));
    }
    v[axis] = value;
  }
}

/** Adds w (G (∂v − ∂J) + ∂p) to the columns of the betas. */
function addShapeRows(
  { skeleton, layout, rotations, jointsJacobian }: SkeletonWalk,
  row: number,
  shapeDirs: Float64Array,
  joint: number,
  weight: number,
): void {
  const { betaCount: B, jointShapeDirs: dirs } = skeleton;
  const N = layout.count;
  for (let axis = 0; axis < 3; axis++) {
    const g = 9 * joint + 3 * axis;
    const out = (row + axis) * N + layout.betas;
    const base = (3 * joint + axis) * N + layout.betas;
    for (let b = 0; b < B; b++) {
      let value = jointsJacobian[base + b];
      for (let c = 0; c < 3; c++) value += rotations[g + c] * (shapeDirs[c * B + b] - dirs[(3 * joint + c) * B + b]);
      jointsJacobian[out + b] += weight * value;
    }
  }
}

/** Overwritten by addCorrectiveRows. */
interface Scratch {
  /** 9, Jₗ(θ_k). */
  readonly left: Float64Array;
  /** 9, ∂R_k/∂θ_i. */
  readonly turned: Float64Array;
  /** 3, dirs·vec(turned). */
  readonly moved: Float64Array;
}

/** Adds (Σ w G)·dirs·vec(∂R_k/∂θ_k), ∂R/∂θ_i = [Jₗ e_i]× R, to the columns of θ_k. `blend` is Σ w G. */
function addCorrectiveRows(
  { layout, local, jointsJacobian }: SkeletonWalk,
  row: number,
  { joint, dirs }: SkinnedPoint['correctives'][number],
  params: Float64Array,
  blend: Float64Array,
  { left, turned, moved }: Scratch,
): void {
  const theta = layout.pose + 3 * joint;
  leftJacobian(params[theta], params[theta + 1], params[theta + 2], left);
  for (let i = 0; i < 3; i++) {
    turnLocal(left, i, local, joint, turned);
    for (let axis = 0; axis < 3; axis++) {
      moved[axis] = 0;
      for (let n = 0; n < 9; n++) moved[axis] += dirs[9 * axis + n] * turned[n];
    }
    for (let axis = 0; axis < 3; axis++) {
      const b = 3 * axis;
      jointsJacobian[(row + axis) * layout.count + theta + i] +=
        blend[b] * moved[0] + blend[b + 1] * moved[1] + blend[b + 2] * moved[2];
    }
  }
}

/** out = [Jₗ e_i]× R_k. */
function turnLocal(left: Float64Array, i: number, local: Float64Array, k: number, out: Float64Array): void {
  const x = left[i];
  const y = left[3 + i];
  const z = left[6 + i];
  for (let c = 0; c < 3; c++) {
    const p = local[9 * k + c];
    const q = local[9 * k + 3 + c];
    const r = local[9 * k + 6 + c];
    out[c] = y * r - z * q;
    out[3 + c] = z * p - x * r;
    out[6 + c] = x * q - y * p;
  }
}

/** These joints and all their ancestors, each once. */
export function jointsAbove(parents: Int32Array, from: readonly number[]): number[] {
  const above = new Set<number>();
  for (const joint of from) for (let k = joint; k >= 0; k = parents[k]) above.add(k);
  return [...above];
}
