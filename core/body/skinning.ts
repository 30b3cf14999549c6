import type { BodyModel } from '../types.js';
import { rotationFromAxisAngle } from './rotation.js';
import { walkSkeleton } from './walk.js';

/** Where each joint stands and how it is turned. */
export interface JointTransforms {
  /** J×9, world rotations, row-major. */
  readonly rotations: Float64Array;
  /** J×3, posed joint positions. */
  readonly positions: Float64Array;
}

/**
 * Forward kinematics: G_j = G_parent·exp(pose_j), p_j = p_parent + G_parent·(J_j − J_parent); the root turns about
 * itself and is then moved by `translation`.
 *
 * @param restJoints J×3, metres
 * @param pose J×3, axis-angle, radians
 */
export function poseJoints(
  parents: Int32Array,
  restJoints: ArrayLike<number>,
  pose: ArrayLike<number>,
  translation: ArrayLike<number>,
): JointTransforms {
  const J = parents.length;
  const rotations = new Float64Array(9 * J);
  const positions = new Float64Array(3 * J);
  const numbers = Float64Array.from([...Array.from(translation), ...Array.from(pose)]);
  walkSkeleton(parents, Float64Array.from(restJoints), numbers, 3, new Float64Array(9 * J), rotations, positions);
  return { rotations, positions };
}

/**
 * Linear blend skinning: v' = Σ_j w_j (G_j (v − J_j) + p_j). Fitting never calls this; exports and overlays do.
 *
 * @param restVertices V×3, with shape and pose correctives already added
 * @param restJoints J×3
 * @param weights V×J
 * @returns V×3, in the frame of `transforms`
 */
export function skinVertices(
  restVertices: ArrayLike<number>,
  restJoints: ArrayLike<number>,
  weights: Float32Array,
  transforms: JointTransforms,
): Float32Array {
  const { rotations, positions } = transforms;
  const J = positions.length / 3;
  const V = restVertices.length / 3;
  const out = new Float32Array(3 * V);
  for (let v = 0; v < V; v++) {
    const X = restVertices[3 * v];
    const Y = restVertices[3 * v + 1];
    const Z = restVertices[3 * v + 2];
    let px = 0;
    let py = 0;
    let pz = 0;
    for (let j = 0; j < J; j++) {
      const weight = weights[v * J + j];
      if (weight === 0) continue;
      const x = X - restJoints[3 * j];
      const y = Y - restJoints[3 * j + 1];
      const z = Z - restJoints[3 * j + 2];
      const r = 9 * j;
      px += weight * (rotations[r] * x + rotations[r + 1] * y + rotations[r + 2] * z + positions[3 * j]);
      py += weight * (rotations[r + 3] * x + rotations[r + 4] * y + rotations[r + 5] * z + positions[3 * j + 1]);
      pz += weight * (rotations[r + 6] * x + rotations[r + 7] * y + rotations[r + 8] * z + positions[3 * j + 2]);
    }
    out[3 * v] = px;
    out[3 * v + 1] = py;
    out[3 * v + 2] = pz;
  }
  return out;
}

/**
 * Pose correctives: poseDirs·vec(R(pose) − I) over all joints but the root (SMPL, eq. 9), V×3, metres, to be added to
 * the rest mesh before skinning. null when the body has none.
 */
export function poseCorrectives(model: BodyModel, pose: ArrayLike<number>): Float32Array | null {
  const { poseDirs, parents, vertexCount: V } = model;
  if (poseDirs === null) return null;
  const features = poseFeatures(parents.length, pose);
  const P = features.length;
  const out = new Float32Array(3 * V);
  for (let row = 0; row < 3 * V; row++) {
    let offset = 0;
    for (let p = 0; p < P; p++) offset += poseDirs[row * P + p] * features[p];
    out[row] = offset;
  }
  return out;
}

/** vec(R(pose_j) − I), row-major, for joints 1 to J−1: 9(J−1) numbers. */
export function poseFeatures(J: number, pose: ArrayLike<number>): Float64Array {
  const features = new Float64Array(9 * (J - 1));
  for (let j = 1; j < J; j++) {
    const at = 9 * (j - 1);
    rotationFromAxisAngle(pose[3 * j], pose[3 * j + 1], pose[3 * j + 2], features, at);
    features[at] -= 1;
    features[at + 4] -= 1;
    features[at + 8] -= 1;
  }
  return features;
}

/**
 * The whole posed mesh: M(betas, pose) + translation, V×3 metres, in the frame of pose and translation.
 *
 * @param shaped the body's rest mesh and joints for its betas (shapeBody)
 */
export function poseVertices(
  model: BodyModel,
  shaped: { readonly vertices: Float32Array; readonly joints: Float64Array },
  pose: ArrayLike<number>,
  translation: ArrayLike<number>,
): Float32Array {
  const rest = Float32Array.from(shaped.vertices);
  const correctives = poseCorrectives(model, pose);
  if (correctives !== null) for (let i = 0; i < rest.length; i++) rest[i] += correctives[i];
  const transforms = poseJoints(model.parents, shaped.joints, pose, translation);
  return skinVertices(rest, shaped.joints, model.weights, transforms);
}
