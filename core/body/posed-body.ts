import { FitError } from '../error.js';
import type { RiggedBody } from '../types.js';
import { INFLUENCES } from './rigged-body.js';
import { axisAngleFromQuaternion } from './rotation.js';
import { type JointTransforms, poseJoints } from './skinning.js';

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

/** A RiggedBody keeps quaternions: these are its joints in a frame as rotation matrices and positions, glTF frame. */
export function transformsOf(body: RiggedBody, frame: number): JointTransforms {
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

/** One coordinate of vertex v, skinned: Σ w·(G (v − J) + p). Whoever asks for the floor needs no other. */
export function skinnedCoordinate(
  { restVertices, poseCorrective, skinJoints, skinWeights, restJoints }: RiggedBody,
  { rotations, positions }: JointTransforms,
  v: number,
  axis: number,
): number {
  const X = restVertices[3 * v] + (poseCorrective?.[3 * v] ?? 0);
  const Y = restVertices[3 * v + 1] + (poseCorrective?.[3 * v + 1] ?? 0);
  const Z = restVertices[3 * v + 2] + (poseCorrective?.[3 * v + 2] ?? 0);
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
  return sum;
}

/** The mesh in a frame as a reader of the exported file must see it: V×3, glTF frame. */
export function posedVertices(body: RiggedBody, frame = 0): Float32Array {
  const transforms = transformsOf(body, frame);
  return body.restVertices.map((_, i) => skinnedCoordinate(body, transforms, Math.floor(i / 3), i % 3));
}

/** Joint positions in a frame, J×3, glTF frame. */
export function posedJoints(body: RiggedBody, frame = 0): Float64Array {
  return transformsOf(body, frame).positions;
}
