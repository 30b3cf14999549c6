import { FitError } from '../error.js';
import type { BodyModel } from '../types.js';

/** A body of one shape in its rest pose (T-pose, y up, facing +z, metres). */
export interface ShapedBody {
  /** V×3. */
  readonly vertices: Float32Array;
  /** J×3. */
  readonly joints: Float64Array;
}

/**
 * Vertices and joints of the rest pose: T(betas) = template + shapeDirs·betas, J(betas) = regressor·T(betas)
 * (SMPL, Loper et al. 2015, eq. 8 and 10). Betas beyond those given are zero.
 *
 * @throws FitError bad-input when there are more betas than the body has
 */
export function shapeBody(model: BodyModel, betas: ArrayLike<number>): ShapedBody {
  const { betaCount: B, template, shapeDirs } = model;
  if (betas.length > B) {
    const what = `${betas.length} betas were given, the body ${model.name} has ${B}.`;
    throw new FitError('bad-input', 'shapeBody', what, `Give at most ${B}.`);
  }
  const vertices = Float32Array.from(template);
  for (let i = 0; i < vertices.length; i++) {
    let offset = 0;
    for (let b = 0; b < betas.length; b++) offset += shapeDirs[i * B + b] * betas[b];
    vertices[i] += offset;
  }
  return { vertices, joints: regressJoints(model, vertices) };
}

/** Joints, J×3, of vertices, V×3: regressor·vertices. */
export function regressJoints(model: BodyModel, vertices: ArrayLike<number>): Float64Array {
  const { start, columns, values } = model.jointRegressor;
  const J = start.length - 1;
  const joints = new Float64Array(3 * J);
  for (let j = 0; j < J; j++) {
    for (let entry = start[j]; entry < start[j + 1]; entry++) {
      const vertex = 3 * columns[entry];
      for (let axis = 0; axis < 3; axis++) joints[3 * j + axis] += values[entry] * vertices[vertex + axis];
    }
  }
  return joints;
}
