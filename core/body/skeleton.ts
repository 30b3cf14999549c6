import type { BodyModel } from '../types.js';
import { regressJoints } from './shape.js';

/** All that fitting needs of a body: its joints and the few surface points that serve as keypoints. */
export interface Skeleton {
  readonly jointCount: number;
  readonly betaCount: number;
  /** J. */
  readonly parents: Int32Array;
  /** J×3, metres, at betas = 0. */
  readonly joints: Float64Array;
  /** J×3×B, metres per unit of beta. */
  readonly jointShapeDirs: Float64Array;
  readonly points: readonly SkinnedPoint[];
}

/** One vertex of the mesh with what moves it. */
export interface SkinnedPoint {
  readonly name: string;
  /** 3, metres, at betas = 0. */
  readonly rest: Float64Array;
  /** 3×B. */
  readonly shapeDirs: Float64Array;
  /** Joints that carry the point, and how much; sums to one. */
  readonly influences: readonly { readonly joint: number; readonly weight: number }[];
  /** The blocks of poseDirs that are not zero: a joint and its 3×9 numbers. */
  readonly correctives: readonly { readonly joint: number; readonly dirs: Float64Array }[];
}

/** Reduces a body to its skeleton: J(betas) is linear, so the mesh is never needed again. */
export function skeletonOf(model: BodyModel): Skeleton {
  const { betaCount: B, parents, template, shapeDirs, vertexCount: V } = model;
  const J = parents.length;
  const jointShapeDirs = new Float64Array(3 * J * B);
  const component = new Float32Array(3 * V);
  for (let b = 0; b < B; b++) {
    for (let i = 0; i < 3 * V; i++) component[i] = shapeDirs[i * B + b];
    const column = regressJoints(model, component);
    for (let i = 0; i < 3 * J; i++) jointShapeDirs[i * B + b] = column[i];
  }
  const points = Object.entries(model.keypointVertices).map(([name, vertex]) => pointOf(model, name, vertex));
  return { jointCount: J, betaCount: B, parents, joints: regressJoints(model, template), jointShapeDirs, points };
}

function pointOf(model: BodyModel, name: string, vertex: number): SkinnedPoint {
  const { betaCount: B, parents, poseDirs } = model;
  const J = parents.length;
  const influences = Array.from({ length: J }, (_, joint) => ({ joint, weight: model.weights[vertex * J + joint] }));
  const correctives: { joint: number; dirs: Float64Array }[] = [];
  for (let joint = 1; joint < J && poseDirs !== null; joint++) {
    const dirs = new Float64Array(27);
    for (let i = 0; i < 27; i++) {
      const axis = Math.floor(i / 9);
      dirs[i] = poseDirs[(3 * vertex + axis) * 9 * (J - 1) + 9 * (joint - 1) + (i % 9)];
    }
    if (dirs.some((value) => value !== 0)) correctives.push({ joint, dirs });
  }
  return {
    name,
    rest: Float64Array.from(model.template.subarray(3 * vertex, 3 * vertex + 3)),
    shapeDirs: Float64Array.from(model.shapeDirs.subarray(3 * vertex * B, 3 * (vertex + 1) * B)),
    influences: influences.filter(({ weight }) => weight > 0),
    correctives,
  };
}

/** The parameter vector that the solver moves: translation (3), pose (3J), betas (B). */
export interface ParameterLayout {
  readonly translation: number;
  readonly pose: number;
  readonly betas: number;
  /** N. */
  readonly count: number;
}

export function parameterLayout(skeleton: Skeleton): ParameterLayout {
  const pose = 3;
  const betas = pose + 3 * skeleton.jointCount;
  return { translation: 0, pose, betas, count: betas + skeleton.betaCount };
}

/** N: a body's numbers as one vector, in the order of its layout. */
export const parametersOf = ({ translation, pose, betas }: BodyNumbers): Float64Array =>
  Float64Array.from([...translation, ...pose, ...betas]);

/** A pose with its place and shape; the lengths are those of the layout. */
interface BodyNumbers {
  readonly translation: Float64Array;
  readonly pose: Float64Array;
  readonly betas: Float64Array;
}
