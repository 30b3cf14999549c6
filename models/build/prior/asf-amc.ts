import { Euler, MathUtils, Quaternion } from 'three';
import { finiteNumbers, type Motion, malformed } from './motion.js';

/** Captures of the CMU database run at 120 frames a second; an .amc file numbers its frames and names no rate. */
const FRAMES_PER_SECOND = 120;

/** A bone of an Acclaim skeleton: it turns at its near end, which is the far end of its parent. */
interface Bone {
  readonly name: string;
  /** x, y, z: from the near end to the far end, in the file's unit. */
  readonly span: readonly number[];
  /** Turns the world's axes into the bone's, about which its angles are given. */
  readonly axes: Quaternion;
  /** Which angles an .amc line gives, in order: 0, 1, 2 for x, y, z. */
  readonly freedoms: readonly number[];
  readonly parent: number;
}

/** An Acclaim skeleton. Bone 0 is the root; a parent precedes its children. */
export interface AsfSkeleton {
  readonly bones: readonly Bone[];
}

/**
 * Reads an Acclaim skeleton (.asf) with angles in degrees and axes in the order XYZ, which is all that CMU uses.
 *
 * @throws FitError bad-input, naming `where`
 */
export function readAsf(where: string, text: string): AsfSkeleton {
  const sections = new Map<string, string>();
  for (const section of text.split(/^:/m).slice(1)) {
    const name = /^\S+/.exec(section)?.[0] ?? '';
    sections.set(name, section.slice(name.length));
  }
  const boneData = sections.get('bonedata');
  const hierarchy = sections.get('hierarchy');
  if (boneData === undefined || hierarchy === undefined) {
    throw malformed(where, 'there is no :bonedata or no :hierarchy section.');
  }
  if (!/angle\s+deg/.test(sections.get('units') ?? '')) throw malformed(where, 'angles are not in degrees.');

  const blocks = new Map<string, string>();
  for (const [, block] of boneData.matchAll(/\bbegin\b(.*?)\bend\b/gs))
    blocks.set(field(where, block, 'name')[0], block);
  const bones: Bone[] = [{ name: 'root', span: [0, 0, 0], axes: new Quaternion(), freedoms: [0, 1, 2], parent: -1 }];
  for (const line of hierarchy.split('\n')) {
    const [parentName, ...children] = line.trim().split(/\s+/);
    if (children.length === 0) continue;
    const parent = bones.findIndex((bone) => bone.name === parentName);
    if (parent < 0) throw malformed(where, `the hierarchy names ${parentName} before its parent.`);
    for (const child of children) bones.push(readBone(where, child, blocks.get(child), parent));
  }
  return { bones };
}

function readBone(where: string, name: string, block: string | undefined, parent: number): Bone {
  if (block === undefined) throw malformed(where, `bone ${name} of the hierarchy has no data.`);
  const direction = finiteNumbers(where, field(where, block, 'direction', 3));
  const [length] = finiteNumbers(where, field(where, block, 'length'));
  const axis = field(where, block, 'axis', 4);
  if (axis[3] !== 'XYZ') throw malformed(where, `bone ${name} has axes in the order ${axis[3]}, not XYZ.`);
  const freedoms = /\bdof\s+(.*)/.exec(block)?.[1].trim().split(/\s+/) ?? [];
  return {
    name,
    span: direction.map((component) => component * length),
    axes: fromAngles(finiteNumbers(where, axis.slice(0, 3))),
    freedoms: freedoms.map((freedom) => {
      const index = ['rx', 'ry', 'rz'].indexOf(freedom);
      if (index < 0) throw malformed(where, `bone ${name} moves in ${freedom}, which is not supported.`);
      return index;
    }),
    parent,
  };
}

/** The first `count` words behind a keyword of a bone's block. */
function field(where: string, block: string, keyword: string, count = 1): string[] {
  const words = new RegExp(`\\b${keyword}\\s+(.*)`).exec(block)?.[1].trim().split(/\s+/) ?? [];
  if (words.length < count) throw malformed(where, `a bone has no complete ${keyword}.`);
  return words.slice(0, count);
}

/**
 * Reads the motion of an Acclaim skeleton (.amc). With C the bone's axes, its rotation is C R(angles) C⁻¹; the root's
 * translation is left out.
 *
 * @throws FitError bad-input, naming `where`
 */
export function readAmc(where: string, text: string, { bones }: AsfSkeleton): Motion {
  const frames: Map<string, readonly number[]>[] = [];
  const numbers: number[] = [];
  for (const line of text.split('\n')) {
    const words = line.trim().split(/\s+/);
    if (words[0] === '' || words[0].startsWith('#') || words[0].startsWith(':')) continue;
    if (words.length === 1) {
      numbers.push(...finiteNumbers(where, words));
      frames.push(new Map());
    } else {
      const frame = frames.at(-1);
      if (!frame) throw malformed(where, 'there is a bone before the first frame number.');
      frame.set(words[0], finiteNumbers(where, words.slice(1)));
    }
  }
  if (frames.length === 0) throw malformed(where, 'there are no frames.');

  const rotations = new Float64Array(4 * frames.length * bones.length);
  frames.forEach((frame, f) => {
    bones.forEach((bone, b) => {
      const rotation = boneRotation(`${where}, frame ${numbers[f]}`, bone, frame);
      rotation.toArray(rotations, 4 * (f * bones.length + b));
    });
  });
  return {
    joints: bones.map((bone) => bone.name),
    parents: Int32Array.from(bones, (bone) => bone.parent),
    offsets: Float64Array.from(bones.flatMap((bone) => (bone.parent < 0 ? [0, 0, 0] : bones[bone.parent].span))),
    rotations,
    frameCount: frames.length,
    frameTime: frames.length < 2 ? 1 / FRAMES_PER_SECOND : (numbers[1] - numbers[0]) / FRAMES_PER_SECOND,
  };
}

function boneRotation(where: string, bone: Bone, frame: ReadonlyMap<string, readonly number[]>): Quaternion {
  const values = frame.get(bone.name) ?? [];
  const given = bone.parent < 0 ? values.slice(3) : values; // the root's line starts with its translation
  if (given.length !== (bone.freedoms.length || values.length)) {
    throw malformed(
      where,
      `bone ${bone.name} has ${values.length} numbers, expected its ${bone.freedoms.length} angles.`,
    );
  }
  const angles = [0, 0, 0];
  for (const [i, axis] of bone.freedoms.entries()) angles[axis] = given[i];
  return fromAngles(angles).premultiply(bone.axes).multiply(bone.axes.clone().conjugate());
}

/** Acclaim's XYZ turns about the fixed x axis first: R = Rz Ry Rx. Degrees. */
function fromAngles(degrees: readonly number[]): Quaternion {
  const [x, y, z] = degrees.map(MathUtils.degToRad);
  return new Quaternion().setFromEuler(new Euler(x, y, z, 'ZYX'));
}
