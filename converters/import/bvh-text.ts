import { FitError } from '../../core/error.js';

/** A joint as its block of the HIERARCHY section gives it. */
export interface BvhJoint {
  readonly name: string;
  /** −1 for the root. */
  readonly parent: number;
  /** From the parent at rest, in the file's unit. */
  offset: readonly number[];
  /** Lower case: xposition, zrotation ... in the file's order. */
  channels: readonly string[];
}

/** The content of a Biovision hierarchy. T frames, C channels in all. */
export interface BvhFile {
  /** The root first, a parent before its children. */
  readonly joints: readonly BvhJoint[];
  readonly frameCount: number;
  /** Seconds. */
  readonly frameTime: number;
  /** T×C, positions in the file's unit, rotations in degrees. */
  readonly values: Float64Array;
}

/** No skeleton comes near this; a file that does is no skeleton. */
const MAX_JOINTS = 1000;
/** Blanks of its own line only: with lines among them a file of blank lines would be searched again from each. */
const MOTION = /^[ \t]*MOTION\b/im;
const CHANNELS = /^[xyz](position|rotation)$/;

/**
 * Reads the text of a .bvh file, keywords in any case of letters. End sites are not joints. What is announced (frames,
 * channels) must be there: nothing larger than the text itself is allocated.
 *
 * @throws FitError bad-input, naming `where`
 */
export function parseBvh(where: string, text: string): BvhFile {
  const split = text.search(MOTION);
  if (split < 0 || !/^\s*HIERARCHY\b/i.test(text)) throw malformed(where, 'it has no HIERARCHY and MOTION sections.');
  const joints = readHierarchy(where, text.slice(0, split).split(/\s+/));
  const header = /^[ \t]*MOTION\s+Frames:\s*(\d+)\s+Frame Time:\s*(\S+)\s*/i.exec(text.slice(split));
  if (header === null) throw malformed(where, 'the MOTION section lacks Frames or Frame Time.');
  const frameCount = Number(header[1]);
  const frameTime = finite(where, header[2]);
  if (!(frameCount > 0 && frameTime > 0))
    throw malformed(where, 'it has no frames, or its frame time is not above zero.');
  const body = text.slice(split + header[0].length).trim();
  const words = body === '' ? [] : body.split(/\s+/);
  const channelCount = joints.reduce((sum, joint) => sum + joint.channels.length, 0);
  if (words.length !== frameCount * channelCount) {
    const announced = `${frameCount} frames of ${channelCount} channels are announced`;
    throw malformed(where, `${announced}, but it has ${words.length} numbers.`);
  }
  return { joints, frameCount, frameTime, values: Float64Array.from(words, (word) => finite(where, word)) };
}

export const malformed = (where: string, what: string): FitError =>
  new FitError('bad-input', where, what, 'Export the .bvh file again.');

function finite(where: string, word: string | undefined): number {
  const value = word === undefined || word === '' ? Number.NaN : Number(word);
  if (!Number.isFinite(value)) throw malformed(where, `${JSON.stringify(word ?? '').slice(0, 40)} is not a number.`);
  return value;
}

function readHierarchy(where: string, words: readonly string[]): BvhJoint[] {
  const joints: BvhJoint[] = [];
  // The open blocks: a joint's number, or −1 for an end site.
  const open: number[] = [];
  let next = -1;
  const take = (first: number, count: number): readonly string[] => {
    if (!(Number.isInteger(count) && count >= 0 && first + count <= words.length))
      throw malformed(where, 'the HIERARCHY section is cut off.');
    return words.slice(first, first + count);
  };
  for (let at = 0; at < words.length; at++) {
    const current = open.at(-1) ?? -1;
    const word = words[at].toUpperCase();
    if (word === 'ROOT' || word === 'JOINT') {
      const outOfPlace = word === 'ROOT' ? joints.length > 0 : current < 0;
      if (outOfPlace) throw malformed(where, `${word} is out of place: only one skeleton per file is supported.`);
      if (joints.length >= MAX_JOINTS) throw malformed(where, `it has more than ${MAX_JOINTS} joints.`);
      next = joints.length;
      joints.push({ name: take(at + 1, 1)[0], parent: current, offset: [0, 0, 0], channels: [] });
      at += 1;
    } else if (word === 'END') next = -1;
    else if (word === '{') open.push(next);
    else if (word === '}') {
      if (open.pop() === undefined) throw malformed(where, 'a block is closed that was never opened.');
    } else if (word === 'OFFSET') {
      const offset = take(at + 1, 3).map((number) => finite(where, number));
      if (current >= 0) joints[current].offset = offset;
      at += 3;
    } else if (word === 'CHANNELS') {
      if (current < 0) throw malformed(where, 'there are CHANNELS outside a joint.');
      const count = finite(where, words[at + 1]);
      const channels = take(at + 2, count).map((channel) => channel.toLowerCase());
      if (!channels.every((channel) => CHANNELS.test(channel)))
        throw malformed(where, 'a channel has an unknown name.');
      joints[current].channels = channels;
      at += 1 + count;
    }
  }
  if (joints.length === 0 || open.length > 0) throw malformed(where, 'the HIERARCHY section is incomplete.');
  return joints;
}
