import { flipPoints, flipRotation } from '../frames.js';
import type { BodyModel, Camera, RiggedBody } from '../types.js';
import { SMPL_JOINTS } from './joint-sets.js';
import { vertexNormals } from './normals.js';
import { axisAngleFromQuaternion, quaternionFromRotation, rotationFromAxisAngle } from './rotation.js';
import { shapeBody } from './shape.js';
import { poseCorrectives, poseJoints, skinVertices } from './skinning.js';

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
}

/**
 * Bakes the shape into the rest mesh and turns pose and translation from the camera frame to the glTF frame. The body
 * stays where the camera saw it; `standOnFloor` moves it to the origin.
 */
export function rigBody(model: BodyModel, parameters: BodyParameters): RiggedBody {
  const { parents } = model;
  const { betas, pose, translation } = parameters;
  const J = parents.length;
  const { vertices, joints } = shapeBody(model, betas);

  const rootPosition = Float32Array.from(translation, (t, axis) => t + joints[axis]);
  flipPoints(rootPosition);

  const rotations = new Float32Array(4 * J);
  const local = new Float64Array(9);
  for (let j = 0; j < J; j++) {
    rotationFromAxisAngle(pose[3 * j], pose[3 * j + 1], pose[3 * j + 2], local);
    if (j === 0) flipRotation(local);
    rotations.set(quaternionFromRotation(local), 4 * j);
  }

  const restJoints = Float32Array.from(joints);
  restOnFloor(vertices, restJoints);
  return {
    jointNames: SMPL_JOINTS,
    parents,
    restJoints,
    rotations,
    rootPosition,
    restVertices: vertices,
    normals: vertexNormals(vertices, model.faces),
    faces: model.faces,
    uv: model.uv,
    part: model.part,
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
    },
  };
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

/** J×3 pose in axis-angle is not kept by a RiggedBody: these are its joints as rotation matrices and positions. */
function transformsOf(body: RiggedBody): { rotations: Float64Array; positions: Float64Array } {
  const J = body.parents.length;
  const pose = new Float64Array(3 * J);
  for (let j = 0; j < J; j++) {
    const [x, y, z, w] = body.rotations.subarray(4 * j, 4 * j + 4);
    pose.set(axisAngleFromQuaternion(x, y, z, w), 3 * j);
  }
  const translation = body.rootPosition.map((value, axis) => value - body.restJoints[axis]);
  return poseJoints(body.parents, body.restJoints, pose, translation);
}

/** The posed mesh as a reader of the exported file must see it: V×3, glTF frame. */
export function posedVertices(body: RiggedBody): Float32Array {
  const { restVertices, poseCorrective, skinJoints, skinWeights, restJoints } = body;
  const V = restVertices.length / 3;
  const J = body.parents.length;
  const dense = new Float32Array(V * J);
  for (let i = 0; i < skinJoints.length; i++) dense[Math.floor(i / INFLUENCES) * J + skinJoints[i]] += skinWeights[i];
  const rest = poseCorrective === null ? restVertices : restVertices.map((value, i) => value + poseCorrective[i]);
  return skinVertices(rest, restJoints, dense, transformsOf(body));
}

/** Posed joint positions, J×3, glTF frame. */
export function posedJoints(body: RiggedBody): Float64Array {
  return transformsOf(body).positions;
}

/**
 * Moves people together so that the lowest posed vertex of all stands on y = 0 and the middle of their pelvises over
 * x = z = 0; their places relative to each other are kept.
 */
export function standOnFloor(bodies: readonly RiggedBody[]): RiggedBody[] {
  const floor = Math.min(...bodies.map((body) => lowest(posedVertices(body))));
  const mean = (axis: number): number => bodies.reduce((sum, body) => sum + body.rootPosition[axis], 0) / bodies.length;
  const shift = [-mean(0), -floor, -mean(2)];
  return bodies.map((body) => ({ ...body, rootPosition: body.rootPosition.map((value, axis) => value + shift[axis]) }));
}
