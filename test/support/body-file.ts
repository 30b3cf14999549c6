import type { BodyModel } from '../../core/types.js';
import { writeNpy, writeNpyStrings } from '../../models/npy.js';

/** The arrays of an SMPL-key .npz for a body, each already a .npy file. */
export function bodyArrays(body: BodyModel): Record<string, Uint8Array> {
  const { vertexCount: V, betaCount: B, parents, poseDirs, jointRegressor } = body;
  const J = parents.length;
  const regressor = new Float64Array(J * V);
  for (let j = 0; j < J; j++) {
    for (let i = jointRegressor.start[j]; i < jointRegressor.start[j + 1]; i++) {
      regressor[j * V + jointRegressor.columns[i]] = jointRegressor.values[i];
    }
  }
  const tree = Uint32Array.from([...parents, ...Array(J).keys()]); // −1 wraps to 2³²−1, as SMPL has it
  return {
    v_template: writeNpy(body.template, [V, 3]),
    shapedirs: writeNpy(body.shapeDirs, [V, 3, B]),
    posedirs: writeNpy(poseDirs ?? new Float32Array(27 * V * (J - 1)), [V, 3, 9 * (J - 1)]),
    J_regressor: writeNpy(regressor, [J, V]),
    weights: writeNpy(body.weights, [V, J]),
    kintree_table: writeNpy(tree, [2, J]),
    f: writeNpy(body.faces, [body.faces.length / 3, 3]),
    keypoint_names: writeNpyStrings(Object.keys(body.keypointVertices)),
    keypoint_vertices: writeNpy(Uint32Array.from(Object.values(body.keypointVertices)), [
      Object.keys(body.keypointVertices).length,
    ]),
  };
}
