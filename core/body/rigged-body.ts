import { expectFinite, expectLength, FitError } from '../error.js';
import { flipPoints, flipRotation } from '../frames.js';
import type { BodyModel, Camera, RiggedBody } from '../types.js';
import { SMPL_JOINTS } from './joint-sets.js';
import { vertexNormals } from './normals.js';
import { axisAngleFromQuaternion, quaternionFromRotation, rotationFromAxisAngle } from './rotation.js';
import { shapeBody } from './shape.js';
import { type JointTransforms, poseCorrectives, poseJoints } from './skinning.js';
import { turnUpright } from './upright.js';

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

/** The pose of one frame: J×4 quaternions and where the pelvis joint stands. */
function poseOf(body: RiggedBody, frame: number): { rotations: Float32Array; rootPosition: Float32Array } {
  const { motion, rotations, rootPosition } = body;
  const T = frameCount(body);
  if (!(Number.isInteger(frame) && frame >= 0 && frame < T)) {
    throw new FitError('usage', 'frame', `there is no frame ${frame}, the body has ${T}.`, 'Count frames from 0.');
  }
  if (motion === undefined) return { rotations, rootPosition };
  const J = body.parents.length;
  return {
    rotations: motion.rotations.subarray(4 * J * frame, 4 * J * (frame + 1)),
    rootPosition: motion.rootPositions.subarray(3 * frame, 3 * (frame + 1)),
  };
}

/** T: the frames of a moving body; a single pose is one frame. */
export const frameCount = ({ motion }: RiggedBody): number =>
  motion === undefined ? 1 : motion.rootPositions.length / 3;

/** A RiggedBody keeps quaternions: these are its joints in a frame as rotation matrices and positions. */
function transformsOf(body: RiggedBody, frame: number): JointTransforms {
  const { rotations, rootPosition } = poseOf(body, frame);
  const J = body.parents.length;
  const pose = new Float64Array(3 * J);
  for (let j = 0; j < J; j++) {
    const [x, y, z, w] = rotations.subarray(4 * j, 4 * j + 4);
    pose.set(axisAngleFromQuaternion(x, y, z, w), 3 * j);
  }
  const translation = rootPosition.map((value, axis) => value - body.restJoints[axis]);
  return poseJoints(body.parents, body.restJoints, pose, translation);
}

/** One coordinate of the skinned vertices, Σ w·(G (v − J) + p): V. Whoever asks for the floor needs no other. */
function skinAxis(body: RiggedBody, transforms: JointTransforms, axis: number): Float32Array {
  const { restVertices, poseCorrective, skinJoints, skinWeights, restJoints } = body;
  const { rotations, positions } = transforms;
  const out = new Float32Array(restVertices.length / 3);
  for (let v = 0; v < out.length; v++) {
    let [X, Y, Z] = [restVertices[3 * v], restVertices[3 * v + 1], restVertices[3 * v + 2]];
    if (poseCorrective !== null) {
      X += poseCorrective[3 * v];
      Y += poseCorrective[3 * v + 1];
      Z += poseCorrective[3 * v + 2];
    }
    let sum = 0;
    for (let slot = INFLUENCES * v; slot < INFLUENCES * (v + 1); slot++) {
      const weight = skinWeights[slot];
      if (weight === 0) break; // strongest first
      const j = 3 * skinJoints[slot];
      const r = 3 * (j + axis);
      const turned =
        rotations[r] * (X - restJoints[j]) +
        rotations[r + 1] * (Y - restJoints[j + 1]) +
        rotations[r + 2] * (Z - restJoints[j + 2]);
      sum += weight * (turned + positions[j + axis]);
    }
    out[v] = sum;
  }
  return out;
}

/** The mesh in a frame as a reader of the exported file must see it: V×3, glTF frame. */
export function posedVertices(body: RiggedBody, frame = 0): Float32Array {
  const transforms = transformsOf(body, frame);
  const out = new Float32Array(body.restVertices.length);
  for (let axis = 0; axis < 3; axis++) {
    const values = skinAxis(body, transforms, axis);
    for (let v = 0; v < values.length; v++) out[3 * v + axis] = values[v];
  }
  return out;
}

/** Joint positions in a frame, J×3, glTF frame. */
export function posedJoints(body: RiggedBody, frame = 0): Float64Array {
  return transformsOf(body, frame).positions;
}

/** In a long motion one frame in a hundred may sink below the floor: a single bad one must not lift all the others. */
const FLOOR_PERCENTILE = 0.01;

/** The height on which a body stands: that of its lowest vertex; in a motion the first percentile of its frames'. */
function floorOf(body: RiggedBody): number {
  const lows = Float32Array.from({ length: frameCount(body) }, (_, frame) =>
    skinAxis(body, transformsOf(body, frame), 1).reduce((low, y) => Math.min(low, y), Number.POSITIVE_INFINITY),
  ).sort();
  return lows[Math.floor(FLOOR_PERCENTILE * lows.length)];
}

/**
 * Turns people upright, where their camera knows how things fall (the same one for all, or none), and moves them together
 * so that the lowest posed vertex of all stands on y = 0 and the middle of their pelvises in the first frame over
 * x = z = 0; their places relative to each other, and their ways, are kept.
 */
export function standOnFloor(bodies: readonly RiggedBody[]): RiggedBody[] {
  const upright = bodies.map(turnUpright);
  const floor = Math.min(...upright.map(floorOf));
  const mean = (axis: number): number =>
    upright.reduce((sum, body) => sum + body.rootPosition[axis], 0) / upright.length;
  const shift = [-mean(0), -floor, -mean(2)];
  const moved = (positions: Float32Array): Float32Array => positions.map((value, i) => value + shift[i % 3]);
  return upright.map(({ motion, ...body }) => ({
    ...body,
    rootPosition: moved(body.rootPosition),
    ...(motion !== undefined && { motion: { ...motion, rootPositions: moved(motion.rootPositions) } }),
  }));
}
