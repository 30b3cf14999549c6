import type { Motion, RiggedBody } from '../../core/types.js';
import { type Bone, boneNames, type Naming } from '../formats/bone-names.js';
import { STILL_RATE } from './clip-keys.js';
import { type AxisOrder, eulerAngles } from './euler-angles.js';
import { type EulerAngles, nearestEuler } from './nearest-euler.js';
import { restOffsets } from './skin.js';

export interface BvhOptions {
  readonly naming?: Naming;
  /** Unit of offsets and positions. BVH has none of its own; metres here, centimetres for tools that expect them. */
  readonly unit?: 'metres' | 'centimetres';
}

/** Zrotation Xrotation Yrotation. */
const CHANNEL_ORDER: AxisOrder = [2, 0, 1];
const DECIMALS = 6;
/** So that 240 frames a second are no slower after an hour. */
const TIME_DECIMALS = 12;

/**
 * Biovision hierarchy of one person: SMPL's 24 joints, y up, facing +z, the T-pose at rest. The hips' offset is zero
 * and their position channels say where they stand: readers disagree on whether the two add up, so only zero is safe.
 * Rotations are R = Rz·Rx·Ry, degrees; angles do not jump by whole turns between frames.
 */
export function toBvh(body: RiggedBody, options: BvhOptions = {}): string {
  const { naming = 'humanoid', unit = 'metres' } = options;
  const scale = unit === 'metres' ? 1 : 100;
  const names = boneNames(naming);
  // three's clips split track names at colons.
  const bones = body.jointNames.map((joint) => names[joint as Bone].replace(':', ''));
  const motion = body.motion ?? stillMotion(body);
  const order = depthFirst(body.parents);
  const frameCount = motion.rootPositions.length / 3;
  return [
    'HIERARCHY',
    ...hierarchy(body, bones, scale),
    'MOTION',
    `Frames: ${frameCount}`,
    `Frame Time: ${(1 / motion.frameRate).toFixed(TIME_DECIMALS)}`,
    ...frames(motion, order, scale),
    '',
  ].join('\n');
}

/** A pose without movement as two equal frames. */
function stillMotion({ rotations, rootPosition }: RiggedBody): Motion {
  return {
    frameRate: STILL_RATE,
    rotations: Float32Array.of(...rotations, ...rotations),
    rootPositions: Float32Array.of(...rootPosition, ...rootPosition),
  };
}

/** The joints in the order in which nested blocks name them, which is the order of the channels. */
function depthFirst(parents: Int32Array): number[] {
  const order: number[] = [];
  const visit = (joint: number): void => {
    order.push(joint);
    parents.forEach((parent, child) => {
      if (parent === joint) visit(child);
    });
  };
  visit(0);
  return order;
}

function hierarchy(body: RiggedBody, bones: readonly string[], scale: number): string[] {
  const { parents } = body;
  const offsets = restOffsets(parents, body.restJoints).fill(0, 0, 3);
  const numbers = (values: ArrayLike<number>): string =>
    Array.from(values, (value) => (scale * value).toFixed(DECIMALS)).join(' ');
  const lines: string[] = [];
  const write = (joint: number, indent: string): void => {
    const isRoot = parents[joint] < 0;
    const channels = isRoot ? '6 Xposition Yposition Zposition' : '3';
    lines.push(
      `${indent}${isRoot ? 'ROOT' : 'JOINT'} ${bones[joint]}`,
      `${indent}{`,
      `${indent}\tOFFSET ${numbers(offsets.subarray(3 * joint, 3 * joint + 3))}`,
      `${indent}\tCHANNELS ${channels} Zrotation Xrotation Yrotation`,
    );
    const children = [...parents.keys()].filter((child) => parents[child] === joint);
    for (const child of children) write(child, `${indent}\t`);
    if (children.length === 0) {
      lines.push(
        `${indent}\tEnd Site`,
        `${indent}\t{`,
        `${indent}\t\tOFFSET ${numbers(tip(body, joint))}`,
        `${indent}\t}`,
      );
    }
    lines.push(`${indent}}`);
  };
  write(0, '');
  return lines;
}

/** Directions in which the leaf bones of the T-pose point. */
const OUTWARD: Readonly<Record<string, readonly [number, number, number]>> = {
  head: [0, 1, 0],
  left_hand: [1, 0, 0],
  right_hand: [-1, 0, 0],
  left_foot: [0, 0, 1],
  right_foot: [0, 0, 1],
};

/** From a joint without children to the end of the skin that it moves most: crown, fingertips, toe tips. */
function tip(body: RiggedBody, joint: number): number[] {
  const direction = OUTWARD[body.jointNames[joint]] ?? [0, 1, 0];
  let reach = 0;
  for (let v = 0; v < body.restVertices.length / 3; v++) {
    // The first of four influences is the strongest.
    if (body.skinJoints[4 * v] !== joint) continue;
    let distance = 0;
    for (let axis = 0; axis < 3; axis++) {
      distance += direction[axis] * (body.restVertices[3 * v + axis] - body.restJoints[3 * joint + axis]);
    }
    reach = Math.max(reach, distance);
  }
  return direction.map((value) => value * reach);
}

function frames(motion: Motion, order: readonly number[], scale: number): string[] {
  const { rotations, rootPositions } = motion;
  const J = order.length;
  const T = rootPositions.length / 3;
  const previous: EulerAngles[] = [];
  return Array.from({ length: T }, (_, frame) => {
    const numbers = Array.from(rootPositions.subarray(3 * frame, 3 * frame + 3), (value) => scale * value);
    for (const joint of order) {
      const at = 4 * (frame * J + joint);
      const own = eulerAngles(rotations.subarray(at, at + 4), CHANNEL_ORDER);
      const before = previous[joint];
      const angles = before === undefined ? own : nearestEuler(own, before, Math.PI);
      previous[joint] = angles;
      for (const angle of angles) numbers.push((angle * 180) / Math.PI);
    }
    return numbers.map((value) => value.toFixed(DECIMALS)).join(' ');
  });
}
