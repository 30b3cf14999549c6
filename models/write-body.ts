import type { BodyModel } from '../core/types.js';
import { type NpyData, writeNpy, writeNpyStrings } from './npy.js';
import { writeNpz } from './npz.js';
import { type PickledArray, writePickle } from './write-pickle.js';

/**
 * A body as an .npz file in SMPL's keys, which loadBody, smplx and SMPL's add-ons read. float32 throughout, the
 * regressor in float64: read back, it gives the same fits. Texture, parts and keypoints go along under keys that others
 * ignore.
 */
export function writeBodyNpz(model: BodyModel): Uint8Array {
  const arrays = Object.entries(bodyArrays(model)).map(([key, { data, shape }]) => [key, writeNpy(data, shape)]);
  return writeNpz({
    ...Object.fromEntries(arrays),
    keypoint_names: writeNpyStrings(Object.keys(model.keypointVertices)),
  });
}

/**
 * The same as a pickle of plain NumPy arrays (protocol 2), for programs that want SMPL's .pkl: no SciPy, no chumpy in
 * it.
 */
export function writeBodyPickle(model: BodyModel): Uint8Array {
  return writePickle({
    ...bodyArrays(model),
    keypoint_names: Object.keys(model.keypointVertices),
    bs_type: 'lrotmin',
    bs_style: 'lbs',
  });
}

function bodyArrays(model: BodyModel): Record<string, PickledArray> {
  const { vertexCount: V, betaCount: B, parents, uv, part, faces } = model;
  const J = parents.length;
  const P = 9 * (J - 1);
  const keypoints = Uint32Array.from(Object.values(model.keypointVertices));
  const array = (data: NpyData, ...shape: number[]): PickledArray => ({ data, shape });
  return {
    v_template: array(model.template, V, 3),
    shapedirs: array(model.shapeDirs, V, 3, B),
    // Programs that read SMPL files insist on correctives.
    posedirs: array(model.poseDirs ?? new Float32Array(3 * V * P), V, 3, P),
    J_regressor: array(denseRegressor(model), J, V),
    weights: array(model.weights, V, J),
    kintree_table: array(Uint32Array.from([...parents, ...parents.keys()]), 2, J), // −1 becomes 2³²−1, as SMPL has it
    f: array(faces, faces.length / 3, 3),
    ...(uv && {
      vt: array(uv.coordinates, uv.coordinates.length / 2, 2),
      ft: array(uv.faces, uv.faces.length / 3, 3),
    }),
    ...(part && { part: array(part, V) }),
    keypoint_vertices: array(keypoints, keypoints.length),
  };
}

function denseRegressor({ jointRegressor: { start, columns, values }, vertexCount: V }: BodyModel): Float64Array {
  const out = new Float64Array((start.length - 1) * V);
  for (let j = 0; j + 1 < start.length; j++) {
    for (let entry = start[j]; entry < start[j + 1]; entry++) out[j * V + columns[entry]] = values[entry];
  }
  return out;
}
