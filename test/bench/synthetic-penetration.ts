import { SMPL_JOINTS } from '../../core/body/joint-sets.js';
import { vertexNormals } from '../../core/body/normals.js';
import { shapeBody } from '../../core/body/shape.js';
import { poseVertices } from '../../core/body/skinning.js';
import type { BodyModel, Fit } from '../../core/types.js';

/** Parts that must not meet, as joints that carry them: forearms and hands against the trunk, hand against hand, lower legs. */
const TRUNK = ['pelvis', 'spine1', 'spine2', 'spine3'];
const HANDS = [
  ['left_wrist', 'left_hand'],
  ['right_wrist', 'right_hand'],
];
const MEETINGS = [
  { limb: ['left_elbow', ...HANDS[0]], other: TRUNK },
  { limb: ['right_elbow', ...HANDS[1]], other: TRUNK },
  { limb: HANDS[0], other: HANDS[1] },
  { limb: ['left_knee', 'left_ankle', 'left_foot'], other: ['right_knee', 'right_ankle', 'right_foot'] },
];
/** A vertex farther than this behind its nearest neighbour is on the far side of an open edge, not inside. Metres. */
const DEEPEST = 0.12;

/**
 * Counts pairs of vertices that have passed through each other: a vertex of a limb and the nearest vertex of another
 * part, when the first lies behind the surface of the second. It knows nothing of capsules.
 */
export function createPenetrationCounter(
  model: BodyModel,
): (body: Pick<Fit, 'pose' | 'betas' | 'translation'>) => number {
  const strongest = strongestJoints(model);
  const owned = (joints: readonly string[]): number[] =>
    [...strongest.keys()].filter((v) => joints.includes(SMPL_JOINTS[strongest[v]]) && model.part?.[v] !== 1);
  const meetings = MEETINGS.map(({ limb, other }) => ({ limb: owned(limb), other: owned(other) }));
  return ({ pose, betas, translation }) => {
    const vertices = poseVertices(model, shapeBody(model, betas), pose, translation);
    const normals = vertexNormals(vertices, model.faces);
    return meetings.reduce((sum, { limb, other }) => sum + behind(vertices, normals, limb, other), 0);
  };
}

function strongestJoints({ weights, vertexCount: V, parents }: BodyModel): Uint8Array {
  const J = parents.length;
  return Uint8Array.from({ length: V }, (_, v) => {
    let best = 0;
    for (let j = 1; j < J; j++) if (weights[v * J + j] > weights[v * J + best]) best = j;
    return best;
  });
}

/** How many of the vertices `limb` lie behind their nearest of `other`. */
export function behind(
  vertices: Float32Array,
  normals: Float32Array,
  limb: readonly number[],
  other: readonly number[],
): number {
  const [low, high] = box(vertices, other);
  let count = 0;
  for (const v of limb) {
    const x = vertices[3 * v];
    const y = vertices[3 * v + 1];
    const z = vertices[3 * v + 2];
    if (x < low[0] || y < low[1] || z < low[2] || x > high[0] || y > high[1] || z > high[2]) continue;
    let nearest = -1;
    let least = DEEPEST * DEEPEST;
    for (const q of other) {
      const dx = x - vertices[3 * q];
      const dy = y - vertices[3 * q + 1];
      const dz = z - vertices[3 * q + 2];
      const squares = dx * dx + dy * dy + dz * dz;
      if (!(squares < least)) continue;
      least = squares;
      nearest = 3 * q;
    }
    if (nearest < 0) continue;
    const along =
      (x - vertices[nearest]) * normals[nearest] +
      (y - vertices[nearest + 1]) * normals[nearest + 1] +
      (z - vertices[nearest + 2]) * normals[nearest + 2];
    if (along < 0) count++;
  }
  return count;
}

/** Corners of the box around some of the vertices. */
function box(vertices: Float32Array, some: readonly number[]): readonly [number[], number[]] {
  const low = new Array<number>(3).fill(Number.POSITIVE_INFINITY);
  const high = new Array<number>(3).fill(Number.NEGATIVE_INFINITY);
  for (const v of some) {
    for (let axis = 0; axis < 3; axis++) {
      low[axis] = Math.min(low[axis], vertices[3 * v + axis]);
      high[axis] = Math.max(high[axis], vertices[3 * v + axis]);
    }
  }
  return [low, high];
}
