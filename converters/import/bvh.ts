import { SMPL_JOINTS, SMPL_PARENTS, type SmplJoint } from '../../core/body/joint-sets.js';
import { axisAngleFromRotation, multiplyRotations, rotationFromAxisAngle } from '../../core/body/rotation.js';
import { FitError } from '../../core/error.js';
import { frameRateOfTime } from '../formats/frame-rate.js';
import { T_POSE } from '../formats/t-pose.js';
import { type RecognisedSkeleton, recogniseSkeleton } from './bvh-skeletons.js';
import { type BvhFile, type BvhJoint, parseBvh } from './bvh-text.js';

/**
 * A motion on SMPL's skeleton, y up, facing +z at rest. T frames, J = 24 joints. With betas it is what toCameraFrame
 * takes; rigMotion takes what that returns.
 */
export interface BvhMotion {
  /** J, SMPL's names in its order. */
  readonly jointNames: readonly SmplJoint[];
  /** T×J×3, axis-angle, radians, each joint relative to its parent; joint 0 is the global orientation. */
  readonly poses: Float64Array;
  /** T×3, metres: where the pelvis joint stands. */
  readonly translations: Float64Array;
  /** Frames a second. */
  readonly frameRate: number;
  readonly up: 'y';
  readonly translationOf: 'pelvis';
}

/**
 * Reads a .bvh file whose skeleton rests in the T-pose and carries names we know: ours, SMPL's, Mixamo's, Unreal's,
 * CMU's. Rotations go over by name. With G the global rotation of the joint that plays j and A, constant, the rotation
 * from its rest direction to SMPL's, S = G·A⁻¹ is SMPL's global rotation and S_parent⁻¹·S the local one. Joints the
 * file lacks rest. Two equal frames are one pose.
 *
 * @throws FitError bad-input when the file is broken, unsupported when its skeleton is unknown or in no T-pose
 */
export function readBvh(where: string, text: string): BvhMotion {
  const file = parseBvh(where, text);
  const skeleton = recogniseSkeleton(file.joints.map((joint) => joint.name));
  if (skeleton === null) {
    throw new FitError(
      'unsupported',
      where,
      `its joints (${file.joints
        .slice(0, 4)
        .map(({ name }) => name)
        .join(', ')} ...) do not belong to a known skeleton.`,
      'Rename them as SMPL, Mixamo, Unreal, VRM or CMU do.',
    );
  }
  const rest = restPositions(file.joints);
  const calibrations = calibrate(where, rest, skeleton);
  const scale = metresPerUnit(where, rest, skeleton.source);
  return {
    jointNames: SMPL_JOINTS,
    ...heldPose(transfer(file, skeleton.source, calibrations, scale)),
    frameRate: frameRateOfTime(file.frameTime),
    up: 'y',
    translationOf: 'pelvis',
  };
}

type Vector = readonly number[];

/** Each joint at rest, the root's own offset left out. */
function restPositions(joints: readonly BvhJoint[]): Vector[] {
  const positions: Vector[] = [];
  for (const { parent, offset } of joints) {
    positions.push(parent < 0 ? [0, 0, 0] : offset.map((value, axis) => value + positions[parent][axis]));
  }
  return positions;
}

const at = (joint: SmplJoint): number => SMPL_JOINTS.indexOf(joint);

/** What rests along with a limb, beyond the joint that it ends in. */
const BEYOND: Readonly<Record<string, string>> = { wrist: 'hand', ankle: 'foot' };

/** The limbs of the T-pose, and which joints rest along with them. */
const LIMBS = T_POSE.map(({ from, to, direction }) => {
  const [side, end] = to.split('_');
  const last = BEYOND[end];
  return {
    name: from.replace('_', ' '),
    from: at(from),
    to: at(to),
    direction,
    followers: last === undefined ? [] : [at(to), at(`${side}_${last}` as SmplJoint)],
  };
});

/** Rest poses this far from the T-pose are refused: an A-pose's roll of the arms cannot be told from its names. */
const MAX_DEVIATION = (35 * Math.PI) / 180;
/** Below this a limb counts as lying in the T-pose: bodies of our own form differ from the axes by a few degrees. */
const MIN_DEVIATION = (8 * Math.PI) / 180;

/** A⁻¹ of each of SMPL's joints, 3×3; the identity where the rest directions agree. */
function calibrate(where: string, rest: readonly Vector[], skeleton: RecognisedSkeleton): Float64Array {
  const { source, armRoll, footFollowsShin } = skeleton;
  const inverses = new Float64Array(9 * SMPL_JOINTS.length);
  for (let j = 0; j < SMPL_JOINTS.length; j++) for (const d of [0, 4, 8]) inverses[9 * j + d] = 1;
  const swing = new Float64Array(9);
  const unroll = new Float64Array(9);
  for (const { name, from, to, direction, followers } of LIMBS) {
    const bone = rest[source[to]].map((value, axis) => value - rest[source[from]][axis]);
    const length = Math.hypot(...bone);
    const angle = Math.acos(Math.min(1, Math.max(-1, dot(bone, direction) / length)));
    if (!(angle < MAX_DEVIATION)) {
      const degrees = Number.isNaN(angle) ? 'has no length' : `is ${((angle * 180) / Math.PI).toFixed(0)} degrees off`;
      throw new FitError(
        'unsupported',
        where,
        `its rest pose is not a T-pose: the ${name} ${degrees}.`,
        'Export it with the T-pose (y up, facing +z) as rest pose.',
      );
    }
    // A⁻¹ = swing⁻¹·roll⁻¹: undo the roll about x, then swing from SMPL's direction to the file's.
    const axis = cross(direction, bone);
    const turn = angle < MIN_DEVIATION ? 0 : angle / (Math.hypot(...axis) || 1);
    rotationFromAxisAngle(axis[0] * turn, axis[1] * turn, axis[2] * turn, swing);
    const isArm = direction[0] !== 0;
    rotationFromAxisAngle(isArm ? -armRoll : 0, 0, 0, unroll);
    multiplyRotations(swing, 0, unroll, 0, inverses, 9 * from);
    // Hands rest palm down everywhere: they swing with the forearm but have no roll to undo.
    if (isArm || footFollowsShin) for (const joint of followers) inverses.set(swing, 9 * joint);
  }
  return inverses;
}

const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const cross = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];

/** An adult's leg from hip to ankle, metres: what a file in an unknown unit is scaled to. */
const LEG = 0.82;
/** Lengths that a leg may have, children and giants included, metres. */
export const SHORTEST_LEG = 0.35;
export const LONGEST_LEG = 1.3;

/** Metres, centimetres or millimetres when the leg has a human length in one of them; else what gives it 0.82 m. */
function metresPerUnit(where: string, rest: readonly Vector[], source: readonly number[]): number {
  const [hip, knee, ankle] = (['left_hip', 'left_knee', 'left_ankle'] as const).map((joint) => rest[source[at(joint)]]);
  const leg = [hip, knee].reduce((sum, joint, i) => {
    const end = [knee, ankle][i];
    return sum + Math.hypot(...end.map((value, axis) => value - joint[axis]));
  }, 0);
  if (!(leg > 0)) throw new FitError('unsupported', where, 'its legs have no length.', 'Export it with offsets.');
  const unit = [1, 0.01, 0.001].find((metres) => leg * metres > SHORTEST_LEG && leg * metres < LONGEST_LEG);
  return unit ?? LEG / leg;
}

/** Joint rotations and the pelvis's place in every frame. */
function transfer(
  file: BvhFile,
  source: readonly number[],
  calibrations: Float64Array,
  scale: number,
): Pick<BvhMotion, 'poses' | 'translations'> {
  const { joints, frameCount, values } = file;
  const J = SMPL_JOINTS.length;
  const width = values.length / frameCount;
  const rotations = new Float64Array(9 * joints.length);
  const positions = new Float64Array(3 * joints.length);
  const target = new Float64Array(9 * J);
  const inverse = new Float64Array(9);
  const local = new Float64Array(9);
  const poses = new Float64Array(3 * J * frameCount);
  const translations = new Float64Array(3 * frameCount);
  for (let frame = 0; frame < frameCount; frame++) {
    poseFile(joints, values, frame * width, rotations, positions);
    for (let axis = 0; axis < 3; axis++) translations[3 * frame + axis] = scale * positions[3 * source[0] + axis];
    for (let j = 0; j < J; j++) {
      const parent = SMPL_PARENTS[j];
      if (source[j] >= 0) multiplyRotations(rotations, 9 * source[j], calibrations, 9 * j, target, 9 * j);
      else target.copyWithin(9 * j, 9 * parent, 9 * parent + 9);
      if (parent >= 0) {
        transpose(target, 9 * parent, inverse);
        multiplyRotations(inverse, 0, target, 9 * j, local, 0);
      } else local.set(target.subarray(0, 9));
      poses.set(axisAngleFromRotation(local), 3 * (frame * J + j));
    }
  }
  return { poses, translations };
}

/** The one frame of a pose that is held for two, as BVH is written of it; else all. */
function heldPose(motion: Pick<BvhMotion, 'poses' | 'translations'>): Pick<BvhMotion, 'poses' | 'translations'> {
  if (motion.translations.length !== 6) return motion;
  const isHeld = [motion.poses, motion.translations].every((values) => {
    const half = values.length / 2;
    return values.every((value, i) => i < half || value === values[i - half]);
  });
  if (!isHeld) return motion;
  return { poses: motion.poses.slice(0, motion.poses.length / 2), translations: motion.translations.slice(0, 3) };
}

/** out = Rᵀ of the rotation at `from`. */
function transpose(R: Float64Array, from: number, out: Float64Array): void {
  for (let i = 0; i < 9; i++) out[i] = R[from + 3 * (i % 3) + Math.floor(i / 3)];
}

/**
 * Global rotation (3×3) and position of every joint of the file in the frame whose values start at `first`, both
 * overwritten. Rotation channels multiply from the left to the right; position channels replace the joint's offset,
 * as Blender reads them, and the root's offset counts for nothing.
 */
function poseFile(
  joints: readonly BvhJoint[],
  values: Float64Array,
  first: number,
  rotations: Float64Array,
  positions: Float64Array,
): void {
  const turn = new Float64Array(9);
  const before = new Float64Array(9);
  const after = new Float64Array(9);
  let channel = first;
  joints.forEach(({ parent, offset, channels }, j) => {
    const place = parent < 0 ? [0, 0, 0] : [...offset];
    if (parent < 0) after.set([1, 0, 0, 0, 1, 0, 0, 0, 1]);
    else after.set(rotations.subarray(9 * parent, 9 * parent + 9));
    for (const name of channels) {
      const value = values[channel++];
      const axis = 'xyz'.indexOf(name[0]);
      if (name.endsWith('position')) {
        place[axis] = value;
        continue;
      }
      const angle = (value * Math.PI) / 180;
      rotationFromAxisAngle(axis === 0 ? angle : 0, axis === 1 ? angle : 0, axis === 2 ? angle : 0, turn);
      before.set(after);
      multiplyRotations(before, 0, turn, 0, after, 0);
    }
    rotations.set(after, 9 * j);
    for (let axis = 0; axis < 3; axis++) {
      const row = 9 * parent + 3 * axis;
      positions[3 * j + axis] =
        parent < 0
          ? place[axis]
          : positions[3 * parent + axis] +
            rotations[row] * place[0] +
            rotations[row + 1] * place[1] +
            rotations[row + 2] * place[2];
    }
  });
}
