import { Euler, type EulerOrder, MathUtils, Quaternion } from 'three';
import { finiteNumbers, type Motion, malformed } from './motion.js';

/** A joint as its block of the HIERARCHY section gives it. */
interface BvhJoint {
  readonly name: string;
  readonly parent: number;
  offset: readonly number[];
  channels: readonly string[];
}

/**
 * Reads a Biovision hierarchy (.bvh). Rotations are intrinsic, in the order of the joint's channels; the root's
 * translation is left out. End sites are not joints.
 *
 * @throws FitError bad-input, naming `where`
 */
export function readBvh(where: string, text: string): Motion {
  const split = text.indexOf('MOTION');
  if (split < 0) throw malformed(where, 'there is no MOTION section.');
  const joints = readHierarchy(where, text.slice(0, split).split(/\s+/));

  const header = /^MOTION\s+Frames:\s*(\d+)\s+Frame Time:\s*(\S+)/.exec(text.slice(split));
  if (!header) throw malformed(where, 'the MOTION section has no Frames and Frame Time.');
  const frameCount = Number(header[1]);
  const [frameTime] = finiteNumbers(where, [header[2]]);
  const body = text.slice(split + header[0].length).trim();
  const numbers = finiteNumbers(where, body === '' ? [] : body.split(/\s+/));
  const channelCount = joints.reduce((sum, joint) => sum + joint.channels.length, 0);
  if (numbers.length !== frameCount * channelCount) {
    throw malformed(
      where,
      `${frameCount} frames of ${channelCount} channels are announced, ${numbers.length} numbers found.`,
    );
  }
  return {
    joints: joints.map((joint) => joint.name),
    parents: Int32Array.from(joints, (joint) => joint.parent),
    offsets: Float64Array.from(joints.flatMap((joint) => joint.offset)),
    rotations: readRotations(where, joints, numbers, frameCount),
    frameCount,
    frameTime,
  };
}

function readHierarchy(where: string, tokens: readonly string[]): BvhJoint[] {
  const joints: BvhJoint[] = [];
  // The open blocks: a joint's number, or −1 for an end site.
  const open: number[] = [];
  let next = -1;
  for (let t = 0; t < tokens.length; t++) {
    const current = open.at(-1) ?? -1;
    switch (tokens[t]) {
      case 'ROOT':
      case 'JOINT':
        if (tokens[t] === 'ROOT' ? joints.length > 0 : current < 0) throw malformed(where, 'a joint is out of place.');
        next = joints.length;
        joints.push({ name: tokens[++t], parent: current, offset: [0, 0, 0], channels: [] });
        break;
      case 'End':
        next = -1;
        break;
      case '{':
        open.push(next);
        break;
      case '}':
        if (open.pop() === undefined) throw malformed(where, 'a block is closed that was not opened.');
        break;
      case 'OFFSET':
        if (current >= 0) joints[current].offset = finiteNumbers(where, readTokens(where, tokens, t + 1, 3));
        t += 3;
        break;
      case 'CHANNELS': {
        const [count] = finiteNumbers(where, readTokens(where, tokens, t + 1, 1));
        if (current < 0) throw malformed(where, 'CHANNELS stands outside a joint.');
        joints[current].channels = readTokens(where, tokens, t + 2, count);
        t += 1 + count;
      }
    }
  }
  if (joints.length === 0 || open.length > 0) throw malformed(where, 'the HIERARCHY section is incomplete.');
  return joints;
}

function readTokens(where: string, tokens: readonly string[], start: number, count: number): string[] {
  const found = tokens.slice(start, start + count);
  if (found.length === count) return found;
  throw malformed(where, 'the HIERARCHY section is cut off.');
}

function readRotations(
  where: string,
  joints: readonly BvhJoint[],
  numbers: readonly number[],
  frameCount: number,
): Float64Array {
  const rotations = new Float64Array(4 * frameCount * joints.length);
  const plans = joints.map((joint) => rotationPlan(where, joint));
  const rotation = new Quaternion();
  let at = 0;
  let out = 0;
  for (let frame = 0; frame < frameCount; frame++) {
    for (const { order, columns, width } of plans) {
      const angles = columns.map((column) => MathUtils.degToRad(column < 0 ? 0 : numbers[at + column]));
      rotation.setFromEuler(new Euler(angles[0], angles[1], angles[2], order)).toArray(rotations, out);
      at += width;
      out += 4;
    }
  }
  return rotations;
}

/** Which of a joint's channels turn it about x, y and z (−1 for none), and in what order. */
function rotationPlan(where: string, joint: BvhJoint): { order: EulerOrder; columns: number[]; width: number } {
  const names = joint.channels.map((channel) => channel.toLowerCase());
  const axes = names.filter((name) => name.endsWith('rotation')).map((name) => name[0].toUpperCase());
  const order = axes.join('');
  if (order !== '' && !['XYZ', 'YXZ', 'ZXY', 'ZYX', 'YZX', 'XZY'].includes(order)) {
    throw malformed(where, `joint ${joint.name} turns in the order "${order}", which is not supported.`);
  }
  return {
    order: (order === '' ? 'XYZ' : order) as EulerOrder,
    columns: ['xrotation', 'yrotation', 'zrotation'].map((name) => names.indexOf(name)),
    width: names.length,
  };
}
