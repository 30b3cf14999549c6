import { jointIndex as at, SMPL_JOINTS, SMPL_PARENTS } from '../core/body/joint-sets.js';

/** The joints that SMPL, SMPL-H and SMPL-X share, in the same order; SMPL's hands follow. */
const SHARED = 22;
const J = SMPL_JOINTS.length;
const POSE_NUMBERS = 9;
/** SMPL's hand joint lies among these knuckles: index, middle, little and ring finger come first, the thumb last. */
const KNUCKLES = 4;

/** Where what hangs on a joint goes: fingers to the hand, jaw and eyes to the head. */
const HELD_BY: ReadonlyMap<number, number> = new Map([
  [at('left_wrist'), at('left_hand')],
  [at('right_wrist'), at('right_hand')],
  [at('head'), at('head')],
]);

/** The arrays of a body that have one row or column a joint. V vertices, N joints (24 after reduction). */
export interface JointArrays {
  /** N. */
  readonly parents: Int32Array;
  /** N×V. */
  readonly regressor: Float32Array;
  /** V×N. */
  readonly weights: Float32Array;
  /** V×3×9(N−1), or null. */
  readonly poseDirs: Float32Array | null;
}

/**
 * For each joint of SMPL (24), SMPL-H (52) or SMPL-X (55) the joint of SMPL that moves its skin: itself for the first
 * 22, a hand for a finger, the head for jaw and eyes. null when the tree is not one that these bodies have.
 */
export function smplJointOf(parents: ArrayLike<number>): number[] | null {
  const N = parents.length;
  if (N < J) return null;
  const target: number[] = [];
  for (let j = 0; j < N; j++) {
    if (j < SHARED || N === J) {
      if (parents[j] !== SMPL_PARENTS[j]) return null;
      target.push(j);
      continue;
    }
    const parent = parents[j];
    const held = parent < SHARED ? HELD_BY.get(parent) : parent < j ? target[parent] : undefined;
    if (held === undefined) return null;
    target.push(held);
  }
  return [...HELD_BY.values()].every((joint) => target.includes(joint)) ? target : null;
}

/**
 * The body part of SMPL-H or SMPL-X in SMPL's 24 joints, with flat hands, closed mouth and eyes ahead: weights are
 * added up, a hand's joint lies among its knuckles, and correctives of joints that no longer turn are left out. In
 * every pose of the first 22 joints the mesh is that of the whole model.
 *
 * @param target what smplJointOf gave for the parents
 */
export function reduceToSmpl({ regressor, weights, poseDirs }: JointArrays, target: readonly number[]): JointArrays {
  const N = target.length;
  const V = weights.length / N;
  const reduced = new Float32Array(V * J);
  for (let i = 0; i < weights.length; i++) reduced[Math.floor(i / N) * J + target[i % N]] += weights[i];

  const rows = new Float32Array(J * V);
  rows.set(regressor.subarray(0, SHARED * V));
  for (const hand of [at('left_hand'), at('right_hand')]) {
    const knuckles = knucklesOf(target, hand);
    for (const knuckle of knuckles) {
      for (let v = 0; v < V; v++) rows[hand * V + v] += regressor[knuckle * V + v] / knuckles.length;
    }
  }
  return {
    parents: Int32Array.from(SMPL_PARENTS),
    regressor: rows,
    weights: reduced,
    poseDirs: poseDirs === null ? null : sharedCorrectives(poseDirs, N),
  };
}

/** The first joint of each finger but the thumb; fingers have three joints each. */
function knucklesOf(target: readonly number[], hand: number): number[] {
  const fingers = [...target.keys()].filter((j) => j >= SHARED && target[j] === hand);
  return fingers.filter((_, i) => i % 3 === 0).slice(0, KNUCKLES);
}

/** The columns of the 21 joints that still turn; zeros for the hands. */
function sharedCorrectives(poseDirs: Float32Array, N: number): Float32Array {
  const before = POSE_NUMBERS * (N - 1);
  const after = POSE_NUMBERS * (J - 1);
  const kept = POSE_NUMBERS * (SHARED - 1);
  const rows = poseDirs.length / before;
  const out = new Float32Array(rows * after);
  for (let row = 0; row < rows; row++) out.set(poseDirs.subarray(row * before, row * before + kept), row * after);
  return out;
}
