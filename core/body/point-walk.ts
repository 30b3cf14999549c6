import { leftJacobian } from './rotation.js';
import type { ParameterLayout, Skeleton, SkinnedPoint } from './skeleton.js';

/** What the walk over the joints leaves for the points, overwritten with each pose. */
export interface SkeletonWalk {
  readonly skeleton: Skeleton;
  readonly layout: ParameterLayout;
  /** J×3, J(β). */
  readonly rest: Float64Array;
  /** J×9, exp(θ_j). */
  readonly local: Float64Array;
  /** J×9, G_j. */
  readonly rotations: Float64Array;
  /** (J+P)×3, of which the first J are there. */
  readonly joints: Float64Array;
  /** (J+P)×3×N, of which the rows of the first J are there; the columns of the translation are never written. */
  readonly jointsJacobian: Float64Array;
  /** weight·ω × (x − p_k) in the columns of θ_k, three rows from `row` on. `m` = weight, `mx` = weight·x. */
  writeTurn(row: number, k: number, m: number, mx: number, my: number, mz: number): void;
}

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
  const { skeleton, layout, rest, local, rotations, joints, jointsJacobian, writeTurn } = walk;
  const { jointCount: J, betaCount: B, parents } = skeleton;
  const N = layout.count;
  const row = 3 * index;
  const { influences, correctives, shapeDirs } = point;
  const v = new Float64Array(3);
  const carried = new Float64Array(3 * influences.length); // w_j (G_j (v − J_j) + p_j)
  const mass = new Float64Array(J); // Σ w over the influences below each joint
  const moment = new Float64Array(3 * J); // Σ carried over the same
  const blend = new Float64Array(9); // Σ w_j G_j
  const left = new Float64Array(9);
  const turned = new Float64Array(9); // ∂R_k/∂θ_i
  const moved = new Float64Array(3); // dirs·vec(turned)
  const chain = jointsAbove(
    parents,
    influences.map(({ joint }) => joint),
  );

  return {
    movedBy: [...new Set([...chain, ...correctives.map(({ joint }) => joint)])],

    place(params) {
      for (let axis = 0; axis < 3; axis++) {
        let value = point.rest[axis];
        for (let b = 0; b < B; b++) value += shapeDirs[axis * B + b] * params[layout.betas + b];
        for (const { joint, dirs } of correctives) {
          for (let i = 0; i < 9; i++) value += dirs[9 * axis + i] * (local[9 * joint + i] - (i % 4 === 0 ? 1 : 0));
        }
        v[axis] = value;
        joints[row + axis] = 0;
      }
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
      jointsJacobian.fill(0, row * N + layout.pose, (row + 1) * N);
      jointsJacobian.fill(0, (row + 1) * N + layout.pose, (row + 2) * N);
      jointsJacobian.fill(0, (row + 2) * N + layout.pose, (row + 3) * N);
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
        addShapeRows(joint, weight);
      }
      for (const k of chain) writeTurn(row, k, mass[k], moment[3 * k], moment[3 * k + 1], moment[3 * k + 2]);
      for (const { joint, dirs } of correctives) correctiveRows(params, joint, dirs);
    },
  };

  /** Adds w (G (∂v − ∂J) + ∂p) to the columns of the betas. */
  function addShapeRows(joint: number, weight: number): void {
    const dirs = skeleton.jointShapeDirs;
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

  /** Adds (Σ w G)·dirs·vec(∂R_k/∂θ_k), ∂R/∂θ_i = [Jₗ e_i]× R, to the columns of θ_k. */
  function correctiveRows(params: Float64Array, k: number, dirs: Float64Array): void {
    const theta = layout.pose + 3 * k;
    leftJacobian(params[theta], params[theta + 1], params[theta + 2], left);
    for (let i = 0; i < 3; i++) {
      const x = left[i];
      const y = left[3 + i];
      const z = left[6 + i];
      for (let c = 0; c < 3; c++) {
        const p = local[9 * k + c];
        const q = local[9 * k + 3 + c];
        const r = local[9 * k + 6 + c];
        turned[c] = y * r - z * q;
        turned[3 + c] = z * p - x * r;
        turned[6 + c] = x * q - y * p;
      }
      for (let axis = 0; axis < 3; axis++) {
        moved[axis] = 0;
        for (let n = 0; n < 9; n++) moved[axis] += dirs[9 * axis + n] * turned[n];
      }
      for (let axis = 0; axis < 3; axis++) {
        const b = 3 * axis;
        jointsJacobian[(row + axis) * N + theta + i] +=
          blend[b] * moved[0] + blend[b + 1] * moved[1] + blend[b + 2] * moved[2];
      }
    }
  }
}

/** These joints and all their ancestors, each once. */
export function jointsAbove(parents: Int32Array, from: readonly number[]): number[] {
  const above = new Set<number>();
  for (const joint of from) for (let k = joint; k >= 0; k = parents[k]) above.add(k);
  return [...above];
}
