import { expectFinite, expectLength } from '../error.js';
import { flipPoints, flipRotation } from '../frames.js';
import type { BodyModel, Camera, RiggedBody } from '../types.js';
import { SMPL_JOINTS } from './joint-sets.js';
import { vertexNormals } from './normals.js';
import { quaternionFromRotation, rotationFromAxisAngle } from './rotation.js';
import { shapeBody } from './shape.js';
import { poseCorrectives } from './skinning.js';

/** glTF's vertex attribute JOINTS_0 holds four influences. */
export const INFLUENCES = 4;

/** The numbers of a fitted body that rigging needs: a Fit, or parameters from a file. */
export interface BodyParameters {
  readonly betas: ArrayLike<number>;
  /** J×3, axis-angle, camera frame. */
  readonly pose: ArrayLike<number>;
  /** 3, metres, camera frame. */
  readonly translation: ArrayLike<number>;
  readonly camera?: Camera;
  /** Pixels, where the size of the image is not known. */
  readonly focalLength?: number;
}

/**
 * Bakes the shape into the rest mesh and turns pose and translation from the camera frame to the glTF frame. The body
 * stays where the camera saw it; `standOnFloor` moves it to the origin.
 *
 * @throws FitError bad-input for lengths that disagree with the body, or numbers that are none
 */
export function rigBody(model: BodyModel, parameters: BodyParameters): RiggedBody {
  const { betas, pose, translation } = parameters;
  const J = model.parents.length;
  expectLength('rigBody', 'pose', pose, 3 * J);
  expectLength('rigBody', 'translation', translation, 3);
  for (const [name, values] of Object.entries({ betas, pose, translation })) expectFinite('rigBody', name, values);
  const { vertices, joints } = shapeBody(model, betas);

  const rootPosition = Float32Array.from(translation, (t, axis) => t + joints[axis]);
  flipPoints(rootPosition);

  const restJoints = Float32Array.from(joints);
  restOnFloor(vertices, restJoints);
  return {
    jointNames: SMPL_JOINTS,
    // Copies: whoever hands an avatar's arrays over to a worker must not take them from the model.
    parents: model.parents.slice(),
    restJoints,
    rotations: localQuaternions(pose, J),
    rootPosition,
    restVertices: vertices,
    normals: vertexNormals(vertices, model.faces),
    faces: model.faces.slice(),
    uv: model.uv && { coordinates: model.uv.coordinates.slice(), faces: model.uv.faces.slice() },
    part: model.part?.slice() ?? null,
    ...strongestInfluences(model),
    poseCorrective: poseCorrectives(model, pose),
    metadata: {
      bodyName: model.name,
      bodySha256: model.sha256,
      bodyLicence: model.licence ?? 'unknown: a body file of the user',
      betas: Array.from(betas),
      pose: Array.from(pose),
      translation: Array.from(translation),
      camera: parameters.camera ?? null,
      ...(parameters.focalLength !== undefined && { focalLength: parameters.focalLength }),
    },
  };
}

/**
 * A pose of the camera frame as the bones of the glTF frame take it: J×4 quaternions x, y, z, w, w ≥ 0.
 *
 * @param pose J×3, axis-angle, from `first` on
 */
export function localQuaternions(pose: ArrayLike<number>, J: number, first = 0): Float32Array {
  const out = new Float32Array(4 * J);
  const local = new Float64Array(9);
  for (let j = 0; j < J; j++) {
    const at = first + 3 * j;
    rotationFromAxisAngle(pose[at], pose[at + 1], pose[at + 2], local);
    if (j === 0) flipRotation(local);
    out.set(quaternionFromRotation(local), 4 * j);
  }
  return out;
}

/** Moves the rest mesh so that the soles stand on y = 0 and the pelvis over x = z = 0, in place. */
function restOnFloor(vertices: Float32Array, joints: Float32Array): void {
  const shift = [-joints[0], -lowest(vertices), -joints[2]];
  for (const points of [vertices, joints]) {
    for (let i = 0; i < points.length; i++) points[i] += shift[i % 3];
  }
}

function lowest(vertices: Float32Array): number {
  let y = Number.POSITIVE_INFINITY;
  for (let i = 1; i < vertices.length; i += 3) y = Math.min(y, vertices[i]);
  return y;
}

/** The four largest weights of each vertex, strongest first, scaled to sum to one. */
function strongestInfluences(model: BodyModel): Pick<RiggedBody, 'skinJoints' | 'skinWeights'> {
  const { weights, vertexCount: V, parents } = model;
  const J = parents.length;
  const skinJoints = new Uint8Array(INFLUENCES * V);
  const skinWeights = new Float32Array(INFLUENCES * V);
  for (let v = 0; v < V; v++) {
    const at = INFLUENCES * v;
    let sum = 0;
    for (let j = 0; j < J; j++) {
      let weight = weights[v * J + j];
      let joint = j;
      // Insertion into the sorted four; a stronger newcomer pushes the weaker ones down.
      for (let slot = at; slot < at + INFLUENCES && weight > 0; slot++) {
        if (weight <= skinWeights[slot]) continue;
        const weaker = skinWeights[slot];
        const weakerJoint = skinJoints[slot];
        skinWeights[slot] = weight;
        skinJoints[slot] = joint;
        weight = weaker;
        joint = weakerJoint;
      }
    }
    for (let slot = at; slot < at + INFLUENCES; slot++) sum += skinWeights[slot];
    for (let slot = at; slot < at + INFLUENCES; slot++) skinWeights[slot] /= sum;
  }
  return { skinJoints, skinWeights };
}
