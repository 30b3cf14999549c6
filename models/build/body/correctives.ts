import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import type { Random } from '../random.js';
import { mirrorPose, randomPose } from './random-pose.js';
import { poseFeatures, poseSkeleton } from './skeleton-pose.js';
import { blendMotion, dualQuaternionSkinning, linearSkinning, type Skin } from './skinning.js';

/** A corrective is at most this long: where blending folds the skin over itself, longer ones only add noise. Metres. */
const LONGEST = 0.06;
/** Below this determinant the blended matrix has folded the skin; it cannot be inverted to any purpose. */
const MIN_DETERMINANT = 0.25;
/** Ridge per training pose. */
const RIDGE = 5e-4;
/** Influences below this do not switch a joint on. */
const MIN_INFLUENCE = 1e-3;
/** A joint may correct the vertices it moves and those within this many edges of them. */
const RINGS = 2;

/** A body at rest, as far as skinning needs it. */
export interface RestBody {
  /** V×3, metres. */
  readonly vertices: Float64Array;
  /** J×3, metres. */
  readonly joints: Float64Array;
  readonly skin: Skin;
}

/**
 * The displacement at rest (V×3, metres) that makes linear skinning land where dual quaternion skinning does:
 * d = M⁻¹ (x_dq − x_linear), M the blended 3×3 of each vertex.
 */
export function correctiveTarget(body: RestBody, pose: Float64Array): Float64Array {
  const skeleton = poseSkeleton(pose, body.joints);
  const linear = new Float64Array(body.vertices.length);
  const wanted = new Float64Array(body.vertices.length);
  linearSkinning(body.skin, skeleton, body.vertices, linear);
  dualQuaternionSkinning(body.skin, skeleton, body.vertices, wanted);

  const target = new Float64Array(body.vertices.length);
  const M = new Float64Array(12);
  for (let v = 0; v < target.length; v += 3) {
    const x = wanted[v] - linear[v];
    const y = wanted[v + 1] - linear[v + 1];
    const z = wanted[v + 2] - linear[v + 2];
    if (Math.hypot(x, y, z) < 1e-9) continue;
    blendMotion(body.skin, skeleton, v / 3, M);
    // Rows of the adjugate, then Cramer's rule.
    const A = M[4] * M[8] - M[5] * M[7];
    const B = M[5] * M[6] - M[3] * M[8];
    const C = M[3] * M[7] - M[4] * M[6];
    const determinant = M[0] * A + M[1] * B + M[2] * C;
    if (!(determinant > MIN_DETERMINANT)) continue;
    const dx = A * x + (M[2] * M[7] - M[1] * M[8]) * y + (M[1] * M[5] - M[2] * M[4]) * z;
    const dy = B * x + (M[0] * M[8] - M[2] * M[6]) * y + (M[2] * M[3] - M[0] * M[5]) * z;
    const dz = C * x + (M[1] * M[6] - M[0] * M[7]) * y + (M[0] * M[4] - M[1] * M[3]) * z;
    const scale = Math.min(1 / determinant, LONGEST / Math.hypot(dx, dy, dz));
    target[v] = scale * dx;
    target[v + 1] = scale * dy;
    target[v + 2] = scale * dz;
  }
  return target;
}

/** For each vertex, the joints (root excepted) that may correct it, ascending. */
export function correctingJoints(
  weights: Float32Array,
  jointCount: number,
  neighbours: readonly (readonly number[])[],
): number[][] {
  let sets = neighbours.map(
    (_, v) => new Set([...Array(jointCount).keys()].filter((j) => weights[v * jointCount + j] > MIN_INFLUENCE)),
  );
  for (let ring = 0; ring < RINGS; ring++) {
    sets = sets.map((own, v) => new Set([...own, ...neighbours[v].flatMap((other) => [...sets[other]])]));
  }
  return sets.map((set) => [...set].filter((j) => j > 0).sort((a, b) => a - b));
}

/**
 * Learns pose correctives in SMPL's form, V×3×9(J−1): the ridge regression of correctiveTarget on poseFeatures over
 * random poses and their mirror images. Each vertex sees only the features of its correcting joints.
 */
export function learnCorrectives(
  body: RestBody,
  jointsOf: readonly (readonly number[])[],
  featureCount: number,
  poseCount: number,
  random: Random,
): Float32Array {
  const V = jointsOf.length;
  const columnsOf = jointsOf.map((joints) =>
    joints.flatMap((j) => Array.from({ length: 9 }, (_, k) => 9 * (j - 1) + k)),
  );
  const offsets = new Uint32Array(V + 1);
  columnsOf.forEach((columns, v) => {
    offsets[v + 1] = offsets[v] + 3 * columns.length;
  });
  const gram = new Float64Array(featureCount * featureCount);
  const moments = new Float64Array(offsets[V]); // XᵀY of each vertex: 3 numbers per column
  for (let n = 0; n < poseCount; n++) {
    const pose = randomPose(random);
    for (const each of [pose, mirrorPose(pose)]) {
      accumulate(poseFeatures(each), correctiveTarget(body, each), columnsOf, offsets, gram, moments);
    }
  }
  return solveGroups(columnsOf, offsets, gram, moments, featureCount, RIDGE * 2 * poseCount);
}

/** Adds one pose to XᵀX and XᵀY, in place. */
function accumulate(
  features: Float64Array,
  target: Float64Array,
  columnsOf: readonly (readonly number[])[],
  offsets: Uint32Array,
  gram: Float64Array,
  moments: Float64Array,
): void {
  const P = features.length;
  for (let i = 0; i < P; i++) {
    if (features[i] === 0) continue;
    for (let k = 0; k < P; k++) gram[i * P + k] += features[i] * features[k];
  }
  for (let v = 0; v < columnsOf.length; v++) {
    const x = target[3 * v];
    const y = target[3 * v + 1];
    const z = target[3 * v + 2];
    if (x === 0 && y === 0 && z === 0) continue;
    let m = offsets[v];
    for (const column of columnsOf[v]) {
      const feature = features[column];
      moments[m] += feature * x;
      moments[m + 1] += feature * y;
      moments[m + 2] += feature * z;
      m += 3;
    }
  }
}

/** Solves (XᵀX + ridge I) P = XᵀY once for all vertices that share their columns. */
function solveGroups(
  columnsOf: readonly (readonly number[])[],
  offsets: Uint32Array,
  gram: Float64Array,
  moments: Float64Array,
  P: number,
  ridge: number,
): Float32Array {
  const correctives = new Float32Array(columnsOf.length * 3 * P);
  const groups = new Map<string, number[]>();
  columnsOf.forEach((columns, v) => {
    const key = columns.join();
    groups.set(key, [...(groups.get(key) ?? []), v]);
  });
  for (const vertices of groups.values()) {
    const columns = columnsOf[vertices[0]];
    if (columns.length === 0) continue;
    const system = new Matrix(columns.map((i) => columns.map((k) => gram[i * P + k] + (i === k ? ridge : 0))));
    const right = new Matrix(
      columns.map((_, c) => vertices.flatMap((v) => [0, 1, 2].map((axis) => moments[offsets[v] + 3 * c + axis]))),
    );
    const solution = new CholeskyDecomposition(system).solve(right);
    vertices.forEach((v, g) => {
      columns.forEach((column, c) => {
        for (let axis = 0; axis < 3; axis++) {
          correctives[(3 * v + axis) * P + column] = solution.get(c, 3 * g + axis);
        }
      });
    });
  }
  return correctives;
}

/** vertices + correctives·features. Overwrites `out` (V×3, metres). */
export function applyCorrectives(
  vertices: Float64Array,
  correctives: Float32Array,
  features: Float64Array,
  out: Float64Array,
): void {
  const P = features.length;
  const active = [...features.keys()].filter((column) => features[column] !== 0);
  for (let row = 0; row < vertices.length; row++) {
    let sum = vertices[row];
    for (const column of active) sum += correctives[row * P + column] * features[column];
    out[row] = sum;
  }
}
