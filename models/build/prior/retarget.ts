import { MathUtils, Quaternion, Vector3 } from 'three';
import { SMPL_JOINTS, SMPL_PARENTS, type SmplJoint } from '../../../core/body/joint-sets.js';
import { JOINT_COUNT } from './mirror.js';
import { globalRotations, identityRotations, jointIndex, type Motion, restDirection } from './motion.js';
import type { Limbs, Rig, Source } from './rigs.js';

/** How much of the hand's roll the elbow carries: pronation turns the whole forearm. */
const ELBOW_SHARE = 0.5;
/** A head whose median pitch exceeds this over a clip carries a constant error of the conversion. Radians. */
const MIN_HEAD_ERROR = MathUtils.degToRad(20);

/** What one SMPL joint copies: the rotation halfway between two source joints (often the same), and its calibration. */
interface Copy {
  readonly from: number;
  readonly to: number;
  /** A⁻¹: A takes the rest pose of the source to SMPL's. */
  readonly inverseCalibration: Quaternion;
}

/**
 * Moves a motion onto SMPL's skeleton. With G the global rotation of the source joint and A, constant, the rotation
 * from its rest pose to SMPL's, SMPL's global rotation is S = G A⁻¹ and the local one S_parent⁻¹ S.
 *
 * @returns F×72, axis-angle of every joint, radians; y up
 */
export function retarget(where: string, motion: Motion, rig: Rig): Float64Array {
  const copies = planCopies(where, motion, rig);
  const poses = new Float64Array(motion.frameCount * 3 * JOINT_COUNT);
  const source = identityRotations(motion.joints.length);
  const target = identityRotations(JOINT_COUNT);
  const local = new Quaternion();
  for (let frame = 0; frame < motion.frameCount; frame++) {
    globalRotations(motion, frame, source);
    for (const [j, { from, to, inverseCalibration }] of copies.entries()) {
      target[j].slerpQuaternions(source[from], source[to], 0.5).multiply(inverseCalibration);
    }
    rollForearm(target[joint('left_elbow')], target[joint('left_wrist')]);
    rollForearm(target[joint('right_elbow')], target[joint('right_wrist')]);
    for (let j = 0; j < JOINT_COUNT; j++) {
      local.copy(target[j]);
      if (SMPL_PARENTS[j] >= 0) local.premultiply(target[SMPL_PARENTS[j]].clone().conjugate());
      writeAxisAngle(local, poses, 3 * (frame * JOINT_COUNT + j));
    }
  }
  return poses;
}

const joint = (name: SmplJoint): number => SMPL_JOINTS.indexOf(name);

/** What each of SMPL's joints copies, in SMPL's order. */
function planCopies(where: string, motion: Motion, rig: Rig): Copy[] {
  const find = (name: string): number => jointIndex(where, motion, name);
  const upright = new Quaternion();
  const copy = (source: Source, calibration: Quaternion): Copy => {
    const [from, to] = typeof source === 'string' ? [source, source] : source;
    return { from: find(from), to: find(to), inverseCalibration: calibration.clone().conjugate() };
  };
  const plan: Partial<Record<SmplJoint, Copy>> = {
    pelvis: copy(rig.hips, upright),
    spine1: copy(rig.spine[0], upright),
    spine2: copy(rig.spine[1], upright),
    spine3: copy(rig.spine[2], upright),
    neck: copy(rig.neck, upright),
    head: copy(rig.head, rig.headMayBeOff ? headError(motion, find(rig.head)) : upright),
  };
  for (const side of ['left', 'right'] as const) {
    const limbs: Limbs = rig[side];
    const down = new Vector3(0, -1, 0);
    const outward = new Vector3(side === 'left' ? 1 : -1, 0, 0);
    const swing = (from: string, to: string, direction: Vector3): Quaternion =>
      new Quaternion().setFromUnitVectors(restDirection(motion, find(from), find(to)), direction);
    const roll = new Quaternion().setFromAxisAngle(new Vector3(1, 0, 0), rig.armTwist);
    const shin = swing(limbs.knee, limbs.ankle, down);
    const foot = rig.footFollowsShin ? shin : upright;
    const forearm = swing(limbs.elbow, limbs.wrist, outward);

    plan[`${side}_hip`] = copy(limbs.hip, swing(limbs.hip, limbs.knee, down));
    plan[`${side}_knee`] = copy(limbs.knee, shin);
    plan[`${side}_ankle`] = copy(limbs.ankle, foot);
    plan[`${side}_foot`] = copy(limbs.toe, foot);
    plan[`${side}_collar`] = copy(limbs.collar, upright);
    plan[`${side}_shoulder`] = copy(limbs.shoulder, roll.clone().multiply(swing(limbs.shoulder, limbs.elbow, outward)));
    plan[`${side}_elbow`] = copy(limbs.elbow, roll.clone().multiply(forearm));
    // The hand rests palm down in CMU's skeletons too: it needs no roll. SMPL's hand joint moves with the wrist.
    plan[`${side}_wrist`] = copy(limbs.hand, forearm);
    plan[`${side}_hand`] = copy(limbs.hand, forearm);
  }
  return SMPL_JOINTS.map((name) => plan[name] as Copy);
}

/** The constant pitch error of a clip's head: some conversions hold it 50 degrees off. Identity where there is none. */
function headError(motion: Motion, head: number): Quaternion {
  const globals = identityRotations(motion.joints.length);
  const pitches = new Float64Array(motion.frameCount);
  for (let frame = 0; frame < motion.frameCount; frame++) {
    globalRotations(motion, frame, globals);
    const { x, y, z } = new Vector3(0, 0, 1).applyQuaternion(globals[head]);
    pitches[frame] = Math.atan2(-y, Math.hypot(x, z));
  }
  const median = pitches.sort()[pitches.length >> 1];
  const error = Math.abs(median) > MIN_HEAD_ERROR ? median : 0;
  return new Quaternion().setFromAxisAngle(new Vector3(1, 0, 0), error);
}

/** Gives the elbow, in place, its share of the roll between elbow and hand: the twist about x, 2 atan2(q_x, q_w). */
function rollForearm(elbow: Quaternion, hand: Quaternion): void {
  const relative = elbow.clone().conjugate().multiply(hand);
  const twist = 2 * Math.atan2(relative.x, relative.w);
  const wrapped = Math.atan2(Math.sin(twist), Math.cos(twist));
  elbow.multiply(new Quaternion().setFromAxisAngle(new Vector3(1, 0, 0), ELBOW_SHARE * wrapped));
}

/** Writes the axis-angle of a rotation, of length at most π, as three numbers from `start`. */
function writeAxisAngle(rotation: Quaternion, out: Float64Array, start: number): void {
  const { x, y, z, w } = rotation;
  const sine = Math.hypot(x, y, z);
  // angle / sine → 2 for small angles; the sign of w picks the shorter way round.
  const scale = sine < 1e-12 ? 2 : (2 * Math.atan2(w < 0 ? -sine : sine, Math.abs(w))) / sine;
  out[start] = scale * x;
  out[start + 1] = scale * y;
  out[start + 2] = scale * z;
}
