import { SMPL_JOINTS } from '../../../core/body/joint-sets.js';
import type { SparseRows } from '../../../core/types.js';
import type { Bone } from './rig.js';
import { MIRRORED_JOINT } from './symmetry.js';

const J = SMPL_JOINTS.length;
/** What glTF and every game engine allow. */
const MAX_INFLUENCES = 4;
const TORSO_BONES = ['Root', 'pelvis', 'spine_01', 'spine_02', 'spine_03'];
/** SMPL joint that takes over a limb bone of the rig, for the left side; bones not named here are fingers. */
const LIMB_JOINT: Readonly<Record<string, (typeof SMPL_JOINTS)[number]>> = {
  thigh: 'left_hip',
  calf: 'left_knee',
  foot: 'left_ankle',
  ball: 'left_foot',
  clavicle: 'left_collar',
  upperarm: 'left_shoulder',
  lowerarm: 'left_elbow',
  hand: 'left_wrist',
};
const FINGER_JOINT = 'left_hand';
/**
 * SMPL's spine joints sit at other heights than the rig's, so the torso's weights are pooled and split again: from one
 * spine joint to the next by a smooth step in y around the joint. Half-widths in metres, chosen wide: narrow ones
 * (0.075/0.06/0.05) crease the belly when the spine bends 60°.
 */
const SPINE_BLEND = [
  ['spine1', 0.12],
  ['spine2', 0.14],
  ['spine3', 0.16],
] as const;

/** The joint that takes over a bone, or −1 for the pooled torso. */
export function jointOfBone(name: string): number {
  if (TORSO_BONES.includes(name)) return -1;
  if (name === 'neck_01') return SMPL_JOINTS.indexOf('neck');
  if (name === 'head') return SMPL_JOINTS.indexOf('head');
  const left = SMPL_JOINTS.indexOf(LIMB_JOINT[name.split('_')[0]] ?? FINGER_JOINT);
  return name.endsWith('_r') ? MIRRORED_JOINT[left] : left;
}

/** 0 below −1, 1 above +1, 3t² − 2t³ between. */
function smoothStep(x: number): number {
  const t = Math.min(Math.max((x + 1) / 2, 0), 1);
  return t * t * (3 - 2 * t);
}

/**
 * Weights of the 24 joints from those of the rig's bones: V×24, rows sum to one, at most four per vertex, left-right
 * symmetric.
 *
 * @param rest   V×3, mean body in the T-pose, metres
 * @param joints 24×3, its joints
 * @param mirror V
 */
export function smplWeights(
  rig: SparseRows,
  bones: readonly Bone[],
  rest: Float64Array,
  joints: Float64Array,
  mirror: Uint32Array,
): Float32Array {
  const V = mirror.length;
  const all = new Float64Array(V * J);
  const jointOf = bones.map(({ name }) => jointOfBone(name));
  for (let v = 0; v < V; v++) {
    let torso = 0;
    for (let k = rig.start[v]; k < rig.start[v + 1]; k++) {
      const joint = jointOf[rig.columns[k]];
      if (joint < 0) torso += rig.values[k];
      else all[v * J + joint] += rig.values[k];
    }
    let below = 0; // joint that holds what is left of the torso's weight
    let remaining = torso;
    for (const [name, halfWidth] of SPINE_BLEND) {
      const joint = SMPL_JOINTS.indexOf(name);
      const above = Math.min(remaining, torso * smoothStep((rest[3 * v + 1] - joints[3 * joint + 1]) / halfWidth));
      all[v * J + below] += remaining - above;
      below = joint;
      remaining = above;
    }
    all[v * J + below] += remaining;
  }

  const symmetric = all.map((weight, index) => {
    const v = Math.floor(index / J);
    return (weight + all[mirror[v] * J + MIRRORED_JOINT[index % J]]) / 2;
  });
  const weights = new Float32Array(V * J);
  for (let v = 0; v < V; v++) keepStrongest(symmetric.subarray(v * J, (v + 1) * J), weights.subarray(v * J));
  return weights;
}

/** Writes the strongest weights of a row, scaled to sum to one; `out` starts as zeros. */
function keepStrongest(row: Float64Array, out: Float32Array): void {
  const strongest = [...row.keys()].sort((a, b) => row[b] - row[a]).slice(0, MAX_INFLUENCES);
  const sum = strongest.reduce((total, joint) => total + row[joint], 0);
  for (const joint of strongest) out[joint] = row[joint] / sum;
}
