import { SMPL_JOINTS } from '../../core/body/joint-sets.js';
import { MAX_BETAS } from '../../core/body/max-betas.js';
import { FitError } from '../../core/error.js';
import type { ArraySource } from '../../models/array-source.js';
import { type BodyGender, genderOf } from '../../models/gendered-body.js';
import type { NpyArray, NpyData } from '../../models/npy.js';
import { expectFrameRate, GIVE_FRAME_RATE } from '../formats/frame-rate.js';
import { show } from '../formats/json-values.js';
import { namesIn } from './array-names.js';

/** Numbers of a pose: SMPL's 24 joints; the 22 of the body that SMPL-H (52 joints) and SMPL-X (55) begin with. */
const POSE = 3 * SMPL_JOINTS.length;
const BODY_POSE = 66;
const LONGER_POSES = [156, 165];
/**
 * An hour at 60 frames a second, and some: 144 MB of poses, of which the way to a file takes several copies, and 200 MB as
 * BVH, whose text an engine must hold at once. A compressed array of zeros claims that many in some hundred kilobytes.
 */
export const MAX_FRAMES = 250_000;

/** A whole pose: AMASS and others, SMPLify, GRAB, AIST++. */
const POSES = ['poses', 'pose', 'fullpose', 'smpl_poses'];
/** A pose in two arrays: smplx, AMASS's newer releases. */
const ORIENTATIONS = ['global_orient', 'root_orient'];
const BODY_POSES = ['body_pose', 'pose_body'];
/** What AMASS, its newer releases and other programs call the frames a second. */
const FRAME_RATES = ['mocap_framerate', 'mocap_frame_rate', 'fps', 'frame_rate'];

/** Whether there is a pose under a name that is known. */
export const hasPose = ({ has }: ArraySource): boolean =>
  POSES.some(has) || (ORIENTATIONS.some(has) && BODY_POSES.some(has));

export const hasFrameRate = ({ has }: ArraySource): boolean => FRAME_RATES.some(has);

/** What is wrong with arrays of which none is known. */
export function unknownArrays(where: string, source: ArraySource): FitError {
  const what = `it has no poses, body or keypoints under a known name; it has ${namesIn(source)}.`;
  const todo = `Poses are ${POSES.join(', ')}, or ${ORIENTATIONS.join(' or ')} with ${BODY_POSES.join(' or ')}.`;
  return new FitError('bad-input', where, what, todo);
}

/** Reads arrays of a result file, whatever they are called there. */
export interface ResultArrays {
  /**
   * T×72 of the array `name` or, when none is named, of a pose or of a global orientation and a body pose of their own;
   * fingers and faces are left out.
   */
  poses(name?: string): { readonly poses: Float64Array; readonly frames: number };
  /** B: of several rows the first. */
  betas(): Float64Array;
  /** frames×3 under the first of these names that is there. */
  points(names: readonly string[], frames: number): Float64Array | undefined;
  /** One number, be it written as text, under the first of these names that is there; of several the first. */
  number(names: readonly string[], todo?: string): number | undefined;
  /** Frames a second; undefined where the file does not say. */
  frameRate(): number | undefined;
  /** undefined where the file does not say, or not in words that we know. */
  gender(): BodyGender | undefined;
}

/** An array by rows, as the file has it: an array for each of a million would take ten times the room. */
interface Rows {
  /** count×width. */
  readonly data: NpyData;
  readonly count: number;
  readonly width: number;
}

/** T×72: the first `kept` numbers of each row of each part, one after the other; zeros behind them. */
function posesOf(parts: readonly Rows[], kept: readonly number[]): { poses: Float64Array; frames: number } {
  const frames = parts[0].count;
  const poses = new Float64Array(POSE * frames);
  let column = 0;
  for (const [i, { data, width }] of parts.entries()) {
    for (let t = 0; t < frames; t++) poses.set(data.subarray(t * width, t * width + kept[i]), POSE * t + column);
    column += kept[i];
  }
  return { poses, frames };
}

/** Reads single arrays of a file. */
interface ArrayReader {
  /** The first of these names that is there; all its numbers are finite. At most `most` of them. */
  read(names: readonly string[], most: number, todo?: string): NpyArray | undefined;
  /** The same by rows of one of these widths. */
  rows(names: readonly string[], widths: readonly number[]): Rows | undefined;
  /** As ResultArrays. */
  number: ResultArrays['number'];
  refuse(what: string, todo?: string): never;
}

function arrayReader(where: string, source: ArraySource): ArrayReader {
  const refuse = (what: string, todo = 'Give pose, betas and translation in the form of AMASS or SMPLify.'): never => {
    throw new FitError('bad-input', where, what, todo);
  };
  const find = (names: readonly string[], most: number, todo?: string) => {
    const name = names.find(source.has);
    const array = name === undefined ? undefined : source.array(name, most);
    if (name === undefined || array === undefined) return undefined;
    if (!array.data.every(Number.isFinite)) refuse(`${name} holds numbers that are not finite.`, todo);
    return { name, array };
  };
  return {
    refuse,
    read: (...wanted) => find(...wanted)?.array,
    rows(names, widths) {
      const found = find(names, MAX_FRAMES * Math.max(...widths));
      if (found === undefined) return undefined;
      const { name, array } = found;
      const { shape } = array;
      // (72), (24,3), (T,72) and (T,24,3) are all met.
      const count = shape.length > 1 && !widths.includes(array.data.length) ? shape[0] : 1;
      const width = array.data.length / count;
      if (!widths.includes(width)) refuse(`${name} has the shape (${shape}).`);
      if (!(count <= MAX_FRAMES)) refuse(`${name} has ${count} frames, more than ${MAX_FRAMES}.`, 'Cut it.');
      return { data: array.data, count, width };
    },
    number(names, todo) {
      const name = names.find(source.has);
      const text = name === undefined ? undefined : source.strings(name)?.[0]?.trim();
      if (text === undefined) return find(names, MAX_FRAMES, todo)?.array.data[0];
      const value = text === '' ? Number.NaN : Number(text);
      return Number.isFinite(value) ? value : refuse(`${name} is ${show(text)}, which is not a number.`, todo);
    },
  };
}

/** @throws FitError bad-input from each of its functions, naming `where` and the array */
export function resultArrays(where: string, source: ArraySource): ResultArrays {
  const { read, rows, number, refuse }: ArrayReader = arrayReader(where, source);
  return {
    poses(name) {
      const whole = rows(name === undefined ? POSES : [name], [POSE, BODY_POSE, ...LONGER_POSES]);
      // SMPL's own hands turn; those of the larger bodies are fingers.
      if (whole !== undefined) return posesOf([whole], [whole.width === POSE ? POSE : BODY_POSE]);
      const root = rows(ORIENTATIONS, [3]);
      const body = rows(BODY_POSES, [POSE - 3, BODY_POSE - 3]);
      if (root === undefined || body === undefined) throw unknownArrays(where, source);
      if (root.count !== body.count) refuse(`it has ${root.count} orientations for ${body.count} poses.`);
      return posesOf([root, body], [3, body.width]);
    },
    betas() {
      const array = read(['betas', 'shape'], MAX_FRAMES * MAX_BETAS);
      if (array === undefined) return new Float64Array(0);
      const { shape, data } = array;
      // (10), (1,10), (10,1), and (T,10), whose rows are mostly all the same.
      const B = shape.filter((size) => size !== 1).length <= 1 ? data.length : shape[shape.length - 1];
      if (!(B <= MAX_BETAS)) refuse(`betas has the shape (${shape}).`);
      return Float64Array.from(data.slice(0, B));
    },
    points(names, frames) {
      const found = rows(names, [3]);
      if (found === undefined) return undefined;
      if (found.count !== frames) refuse(`it has ${found.count} translations for ${frames} poses.`);
      return new Float64Array(found.data);
    },
    number,
    frameRate() {
      const frameRate = number(FRAME_RATES, GIVE_FRAME_RATE);
      if (frameRate !== undefined) expectFrameRate(where, frameRate);
      return frameRate;
    },
    gender: () => genderOf(source.strings('gender')?.[0] ?? '') ?? undefined,
  };
}
