import { SMPL_JOINTS } from '../../core/body/joint-sets.js';
import { FitError } from '../../core/error.js';
import type { ArraySource } from '../../models/array-source.js';
import { genderOf } from '../../models/gendered-body.js';
import type { NpyArray } from '../../models/npy.js';
import type { Gender } from './parameters.js';

/** Numbers of a pose: SMPL's 24 joints; the 22 of the body that SMPL-H (52 joints) and SMPL-X (55) begin with. */
const POSE = 3 * SMPL_JOINTS.length;
const BODY_POSE = 66;
const LONGER_POSES = [156, 165];
/** An hour at 240 frames a second. */
const MOST_FRAMES = 1_000_000;
/** SMPL-X's shape and expression. */
const MOST_BETAS = 400;

/** Reads arrays of a result file, whatever they are called there. */
export interface ResultArrays {
  /** T×72 of `poses` or `pose`, or of a global orientation and a body pose of their own; fingers and faces are left out. */
  poses(): { readonly poses: Float64Array; readonly frames: number };
  /** B: of several rows the first. */
  betas(): Float64Array;
  /** frames×3 under the first of these names that is there; zeros when none is. */
  points(names: readonly string[], frames: number): Float64Array;
  /** One number under the first of these names that is there; of several the first. */
  number(names: readonly string[]): number | undefined;
  gender(): Gender | undefined;
}

/** @throws FitError bad-input from each of its functions, naming `where` and the array */
export function resultArrays(where: string, source: ArraySource): ResultArrays {
  const refuse = (what: string): never => {
    throw new FitError('bad-input', where, what, 'Give pose, betas and translation as AMASS or SMPLify have them.');
  };
  const read = (names: readonly string[], most: number): { name: string; array: NpyArray } | undefined => {
    const name = names.find(source.has);
    const array = name === undefined ? undefined : source.array(name, most);
    if (name === undefined || array === undefined) return undefined;
    if (!array.data.every(Number.isFinite)) refuse(`${name} holds numbers that are not finite.`);
    return { name, array };
  };
  const rows = (names: readonly string[], widths: readonly number[]): Float64Array[] | undefined => {
    const found = read(names, MOST_FRAMES * Math.max(...widths));
    if (found === undefined) return undefined;
    const { name, array } = found;
    const { shape } = array;
    // (72), (24,3), (T,72) and (T,24,3) are all met.
    const T = shape.length > 1 && !widths.includes(array.data.length) ? shape[0] : 1;
    const width = array.data.length / T;
    if (!widths.includes(width) || !(T <= MOST_FRAMES)) refuse(`${name} has the shape (${shape}).`);
    return Array.from({ length: T }, (_, t) => Float64Array.from(array.data.slice(t * width, (t + 1) * width)));
  };

  return {
    poses() {
      const whole = rows(['poses', 'pose', 'fullpose'], [POSE, BODY_POSE, ...LONGER_POSES]);
      const root = whole ?? rows(['global_orient', 'root_orient'], [3]);
      const body = whole ?? rows(['body_pose', 'pose_body'], [POSE - 3, BODY_POSE - 3]);
      if (root === undefined || body === undefined) return refuse('it has no array poses.');
      if (root.length !== body.length) refuse(`it has ${root.length} orientations for ${body.length} poses.`);
      const poses = new Float64Array(POSE * root.length);
      root.forEach((orientation, t) => {
        const pose = whole === undefined ? Float64Array.from([...orientation, ...body[t]]) : orientation;
        // SMPL's own hands turn; those of the larger bodies are fingers.
        poses.set(pose.subarray(0, pose.length === POSE ? POSE : BODY_POSE), POSE * t);
      });
      return { poses, frames: root.length };
    },
    betas() {
      const array = read(['betas', 'shape'], MOST_FRAMES * MOST_BETAS)?.array;
      if (array === undefined) return new Float64Array(0);
      const B = array.shape[array.shape.length - 1] ?? 1;
      if (!(B <= MOST_BETAS)) refuse(`betas has the shape (${array.shape}).`);
      return Float64Array.from(array.data.slice(0, B));
    },
    points(names, frames) {
      const found = rows(names, [3]);
      if (found === undefined) return new Float64Array(3 * frames);
      if (found.length !== frames) refuse(`it has ${found.length} translations for ${frames} poses.`);
      return Float64Array.from(found.flatMap((row) => [...row]));
    },
    number: (names) => read(names, MOST_FRAMES)?.array.data[0],
    gender: () => genderOf(source.strings('gender')?.[0] ?? '') ?? undefined,
  };
}
