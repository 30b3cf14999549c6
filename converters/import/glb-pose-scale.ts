import type { mat4, Node } from '@gltf-transform/core';
import { SMPL_JOINTS } from '../../core/body/joint-sets.js';
import { FitError } from '../../core/error.js';
import { show } from '../formats/json-values.js';
import { LONGEST_LEG, SHORTEST_LEG } from './bvh.js';

/** As a share: less than anybody sees of a bone that is squashed for a moment, and more than rounding and quantising leave. */
const TOLERANCE = 0.05;
/** Three axes that span less than this share of what they would at right angles lie in a plane. */
const FLAT = 1e-6;
const AXES = [0, 1, 2] as const;
/** Each squares what is off: three leave nothing of 5 %. */
const ROUNDS = 3;

/**
 * s of a 4×4, column-major, whose upper 3×3 is s·R, s > 0 and R a rotation: units and quantised meshes bring such a
 * scale. null where the axes are not of one length, not at right angles, or mirrored.
 */
function uniformScale(m: ArrayLike<number>): number | null {
  const dot = (a: number, b: number): number => m[a] * m[b] + m[a + 1] * m[b + 1] + m[a + 2] * m[b + 2];
  const scale = Math.cbrt(volumeOf(m));
  if (!(scale > 0)) return null;
  const square = scale * scale;
  const isEven = [0, 4, 8].every((axis) => Math.abs(Math.sqrt(dot(axis, axis)) - scale) <= TOLERANCE * scale);
  const isSquare = [dot(0, 4), dot(4, 8), dot(8, 0)].every((value) => Math.abs(value) <= TOLERANCE * square);
  return isEven && isSquare ? scale : null;
}

/**
 * The scale of what moves a bone.
 *
 * @param m column-major
 * @param time of a clip's frame, seconds
 * @throws FitError unsupported for what is more than rotation and scale: a pose has no room for it
 */
export function scaleOf(where: string, bone: Node, m: ArrayLike<number>, time?: number): number {
  const scale = uniformScale(m);
  if (scale !== null) return scale;
  const moment = time === undefined ? '' : ` at ${Number(time.toFixed(3))} s`;
  const what = `its bone ${show(bone.getName())} is ${fault(m)}${moment}.`;
  const todo = 'Apply the transforms, or remove the scale keys, in the program that made it.';
  throw new FitError('unsupported', where, what, todo);
}

function fault(m: ArrayLike<number>): string {
  const lengths = [0, 4, 8].map((axis) => Math.hypot(m[axis], m[axis + 1], m[axis + 2]));
  const volume = volumeOf(m);
  if (!(Math.abs(volume) > FLAT * lengths[0] * lengths[1] * lengths[2])) return 'scaled to nothing';
  return volume < 0 ? 'mirrored' : 'unevenly scaled';
}

/** The determinant of the upper 3×3 of a 4×4, column-major. */
const volumeOf = (m: ArrayLike<number>): number =>
  m[0] * cofactor(m, 0, 0) + m[1] * cofactor(m, 1, 0) + m[2] * cofactor(m, 2, 0);

/** Of the entry in a row and a column of the upper 3×3 of a 4×4, column-major. */
function cofactor(m: ArrayLike<number>, row: number, column: number): number {
  const [r1, r2, c1, c2] = [(row + 1) % 3, (row + 2) % 3, (column + 1) % 3, (column + 2) % 3];
  return m[4 * c1 + r1] * m[4 * c2 + r2] - m[4 * c2 + r1] * m[4 * c1 + r2];
}

/**
 * The rotation nearest to what moves a bone (Higham 1986: Newton's X ← (X + X⁻ᵀ) / 2, from what is off by 5 % at most).
 *
 * @param m column-major
 * @param scale of it
 * @returns 3×3, row-major
 */
export function rotationOf(m: ArrayLike<number>, scale: number): number[] {
  const x = Array.from({ length: 12 }, (_, i) => m[i] / scale);
  for (let round = 0; round < ROUNDS; round++) {
    const before = x.slice();
    const volume = volumeOf(before);
    for (const column of AXES) {
      for (const row of AXES) {
        x[4 * column + row] = (before[4 * column + row] + cofactor(before, row, column) / volume) / 2;
      }
    }
  }
  return AXES.flatMap((row) => AXES.map((column) => x[4 * column + row]));
}

/**
 * The leg as the nodes stand, in the file's units: hip to knee to ankle.
 *
 * @param joints 24
 */
export function legLength(joints: readonly (Node | null)[], world: ReadonlyMap<Node, mat4>): number {
  const [hip, knee, ankle] = (['left_hip', 'left_knee', 'left_ankle'] as const).map((joint) =>
    (world.get(joints[SMPL_JOINTS.indexOf(joint)] as Node) as mat4).slice(12, 15),
  );
  const apart = (a: readonly number[], b: readonly number[]): number =>
    Math.hypot(...a.map((value, i) => value - b[i]));
  return apart(hip, knee) + apart(knee, ankle);
}

/**
 * Metres in a unit of the file: one, as glTF has it, unless that makes no human leg and the unit that the nodes above the
 * skeleton scale by, a centimetre or a millimetre does.
 *
 * @param leg its length in the file's units
 * @param scale of the pelvis' node in the world: not of the skin, whose scale may be that of a quantised mesh
 */
export const metresPerUnit = (leg: number, scale: number): number =>
  [1, 1 / scale, 0.01, 0.001].find((metres) => leg * metres > SHORTEST_LEG && leg * metres < LONGEST_LEG) ?? 1;
