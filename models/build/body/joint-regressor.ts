import { SMPL_JOINTS } from '../../../core/body/joint-sets.js';
import { gramMatrix } from './dense.js';
import { nonNegativeLeastSquares } from './nnls.js';
import { meanRow, type Samples } from './samples.js';
import { type Folding, MIRRORED_JOINT } from './symmetry.js';

/** A joint may be a mean of this many nearest vertices; joints inside the torso look further. */
const NEAREST = 300;
const NEAREST_TORSO = 900;
const TORSO: readonly string[] = [
  'pelvis',
  'left_hip',
  'spine1',
  'spine2',
  'spine3',
  'neck',
  'left_collar',
  'head',
] satisfies (typeof SMPL_JOINTS)[number][];
/** Keeps the problem well-posed: metres of error that a weight of 1 on one vertex is worth, per sample. */
const RIDGE = 1e-3;
/** Weights below this are dropped: 0.1 mm for a vertex 1 m away. */
const MIN_WEIGHT = 1e-4;

/**
 * Joints as weighted means of skin vertices, J×V: rows non-negative, sum to one, mirror images of each other.
 *
 * For each joint: minimise Σ_samples ‖Σ_v w_v (vertex_v − joint)‖² + ridge ‖w‖², w ≥ 0, Σ w = 1. The sum is kept by
 * asking for it in one more row and scaling the result: the cost is homogeneous in w, so that this is exact for
 * whatever weight the row has.
 *
 * @param skinVertexCount only the first vertices (the skin) may carry joints
 */
export function jointRegressor(
  samples: Samples,
  folding: Folding,
  mirror: Uint32Array,
  skinVertexCount: number,
): Float32Array {
  const V = mirror.length;
  const J = SMPL_JOINTS.length;
  const mean = folding.unfold(meanRow(samples.folded, samples.count));
  const meanJoints = meanRow(samples.joints, samples.count);
  const regressor = new Float32Array(J * V);
  for (let j = 0; j < J; j++) {
    const image = MIRRORED_JOINT[j];
    if (image < j) continue; // right joints are mirror images of left ones
    const central = image === j;
    const nearest = nearestVertices(mean, meanJoints.subarray(3 * j, 3 * j + 3), skinVertexCount);
    // A central joint weighs each vertex and its mirror image alike: one unknown for both.
    const candidates = nearest
      .slice(0, TORSO.includes(SMPL_JOINTS[j]) ? NEAREST_TORSO : NEAREST)
      .filter((v) => !central || v <= mirror[v]);
    const weights = solveJoint(samples, folding, candidates, j, central);
    candidates.forEach((v, k) => {
      regressor[j * V + v] += central ? weights[k] / 2 : weights[k];
      regressor[image * V + mirror[v]] += central ? weights[k] / 2 : weights[k];
    });
  }
  return regressor;
}

function nearestVertices(vertices: Float64Array, to: Float64Array, count: number): number[] {
  const distance = Float64Array.from({ length: count }, (_, v) =>
    Math.hypot(vertices[3 * v] - to[0], vertices[3 * v + 1] - to[1], vertices[3 * v + 2] - to[2]),
  );
  return [...distance.keys()].sort((a, b) => distance[a] - distance[b]);
}

/** The weights of one joint over its candidates. */
function solveJoint(
  samples: Samples,
  folding: Folding,
  candidates: readonly number[],
  j: number,
  central: boolean,
): Float64Array {
  const { count: N, folded, joints } = samples;
  const axes = central ? [1, 2] : [0, 1, 2]; // the mean of a vertex and its image has x = 0
  const width = axes.length * N;
  const n = candidates.length;
  const offsets = new Float64Array(n * width);
  candidates.forEach((v, row) => {
    for (let sample = 0; sample < N; sample++) {
      axes.forEach((axis, a) => {
        const vertex = folding.coordinate(folded, sample * folding.length, v, axis);
        offsets[row * width + sample * axes.length + a] = vertex - joints[sample * 72 + 3 * j + axis];
      });
    }
  });
  const G = gramMatrix(offsets, n, width);
  // The row that asks for a sum of one weighs as much as one typical offset, to keep G well scaled.
  const sumWeight = G.reduce((sum, value, index) => (index % (n + 1) === 0 ? sum + value / n : sum), 0);
  for (let index = 0; index < G.length; index++) G[index] += sumWeight;
  for (let row = 0; row < n; row++) G[row * (n + 1)] += RIDGE ** 2 * N;

  const weights = scaleToOne(nonNegativeLeastSquares(G, new Float64Array(n).fill(sumWeight)));
  return scaleToOne(weights.map((weight) => (weight < MIN_WEIGHT ? 0 : weight)));
}

function scaleToOne(weights: Float64Array): Float64Array {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/** J×3 joints of a V×3 mesh. */
export function regressJoints(regressor: Float32Array, vertices: Float64Array): Float64Array {
  const V = vertices.length / 3;
  const J = SMPL_JOINTS.length;
  const joints = new Float64Array(3 * J);
  for (let j = 0; j < J; j++) {
    for (let v = 0; v < V; v++) {
      const weight = regressor[j * V + v];
      if (weight === 0) continue;
      for (let axis = 0; axis < 3; axis++) joints[3 * j + axis] += weight * vertices[3 * v + axis];
    }
  }
  return joints;
}

/** N×J distances of regressed joints from the rig's, metres. */
export function regressorErrors(regressor: Float32Array, samples: Samples, folded: Folding): Float64Array {
  const J = SMPL_JOINTS.length;
  const errors = new Float64Array(samples.count * J);
  for (let n = 0; n < samples.count; n++) {
    const row = samples.folded.subarray(n * folded.length, (n + 1) * folded.length);
    const joints = regressJoints(regressor, folded.unfold(row));
    for (let j = 0; j < J; j++) {
      const k = 3 * j;
      const m = n * 72 + k;
      errors[n * J + j] = Math.hypot(
        joints[k] - samples.joints[m],
        joints[k + 1] - samples.joints[m + 1],
        joints[k + 2] - samples.joints[m + 2],
      );
    }
  }
  return errors;
}
