import { SMPL_PARENTS, SURFACE_POINTS } from '../../../core/body/joint-sets.js';
import { floatsToHalves, writeNpy, writeNpyStrings } from '../../npy.js';
import { writeNpz } from '../../npz.js';
import { keypointVertices } from './keypoints.js';
import type { Topology } from './topology.js';

/** A body before it becomes a file. V vertices, J = 24 joints, B betas. */
export interface Body {
  /** V×3, metres. */
  readonly template: Float64Array;
  /** V×3×B, metres. */
  readonly shapeDirs: Float64Array;
  /** V×3×207, metres. */
  readonly poseDirs: Float32Array;
  /** J×V. */
  readonly jointRegressor: Float32Array;
  /** V×J. */
  readonly weights: Float32Array;
}

/** SMPL writes the root's parent as the largest unsigned number. */
const NO_PARENT = 2 ** 32 - 1;

/**
 * The .npz file of a body, in SMPL's keys. Directions are stored as float16: their rounding moves a vertex by less
 * than 0.04 mm per standard deviation of shape.
 */
export function writeBody(body: Body, topology: Topology): Uint8Array {
  const V = topology.source.length;
  const F = topology.faces.length / 3;
  const T = topology.uv.length / 2;
  const J = SMPL_PARENTS.length;
  const kinematics = Uint32Array.from([
    ...SMPL_PARENTS.map((parent) => (parent < 0 ? NO_PARENT : parent)),
    ...SMPL_PARENTS.keys(),
  ]);
  return writeNpz({
    v_template: writeNpy(Float32Array.from(body.template), [V, 3]),
    shapedirs: writeNpy(floatsToHalves(body.shapeDirs), [V, 3, body.shapeDirs.length / (3 * V)], 'f2'),
    posedirs: writeNpy(floatsToHalves(body.poseDirs), [V, 3, 9 * (J - 1)], 'f2'),
    J_regressor: writeNpy(body.jointRegressor, [J, V]),
    weights: writeNpy(body.weights, [V, J]),
    kintree_table: writeNpy(kinematics, [2, J]),
    f: writeNpy(topology.faces, [F, 3]),
    vt: writeNpy(topology.uv, [T, 2]),
    ft: writeNpy(topology.uvFaces, [F, 3]),
    part: writeNpy(topology.part, [V]),
    keypoint_names: writeNpyStrings(SURFACE_POINTS),
    keypoint_vertices: writeNpy(keypointVertices(topology.mirror), [SURFACE_POINTS.length]),
  });
}
