import type { mat4, Node } from '@gltf-transform/core';
import { SMPL_JOINTS } from '../../core/body/joint-sets.js';
import { FitError } from '../../core/error.js';
import { show } from '../formats/json-values.js';
import { LONGEST_LEG, SHORTEST_LEG } from './bvh.js';

/** As a share: what rounding and quantising leave of a scale, and less than anybody sees. */
const TOLERANCE = 0.01;

/**
 * s of a 4×4, column-major, whose upper 3×3 is s·R, s > 0 and R a rotation: units and quantised meshes bring such a
 * scale. null where the axes are not of one length, not at right angles, or mirrored.
 */
function uniformScale(m: ArrayLike<number>): number | null {
  const dot = (a: number, b: number): number => m[a] * m[b] + m[a + 1] * m[b + 1] + m[a + 2] * m[b + 2];
  const cross = [m[5] * m[10] - m[6] * m[9], m[6] * m[8] - m[4] * m[10], m[4] * m[9] - m[5] * m[8]];
  const scale = Math.cbrt(m[0] * cross[0] + m[1] * cross[1] + m[2] * cross[2]);
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
 * @throws FitError unsupported for what is more than rotation and scale: a pose has no room for it
 */
export function scaleOf(where: string, bone: Node, m: ArrayLike<number>): number {
  const scale = uniformScale(m);
  if (scale !== null) return scale;
  const what = `its bone ${show(bone.getName())} is mirrored or unevenly scaled.`;
  throw new FitError('unsupported', where, what, 'Apply the transforms in the program that made it.');
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
 * Metres in a unit of the file: one, as glTF has it, unless that makes no human leg and the unit in which the skin is
 * bound, a centimetre or a millimetre does.
 *
 * @param leg its length in the file's units
 * @param scale of the skeleton from its bind pose
 */
export const metresPerUnit = (leg: number, scale: number): number =>
  [1, 1 / scale, 0.01, 0.001].find((metres) => leg * metres > SHORTEST_LEG && leg * metres < LONGEST_LEG) ?? 1;
