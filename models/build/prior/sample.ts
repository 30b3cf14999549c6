import { SMPL_JOINTS, type SmplJoint } from '../../../core/body/joint-sets.js';
import type { Random } from '../random.js';
import type { Clip } from './clips.js';
import { kMeans } from './k-means.js';
import { BODY_DIMENSION, JOINT_COUNT } from './mirror.js';
import { equallyWeighted } from './samples.js';

/** Numbers of a pose in a clip, the pelvis included. */
const POSE_SIZE = 3 * JOINT_COUNT;
/** A joint that turns faster has jumped. Radians a second. */
const MAX_SPEED = 25;
/** Successive poses of a clip that are kept differ by this much: norm over the coordinates, radians. */
const MIN_CHANGE = 0.3;
/** Poses are capped by cluster, so that what a clip repeats does not count for what people do. */
const CLUSTER_COUNT = 800;
const CLUSTER_ROUNDS = 8;
/** The cap is this percentile of the cluster sizes. */
const CAP_PERCENTILE = 75;

/** No joint of these turns further, whatever the capture says. Radians. */
const MAX_ANGLES: readonly { readonly joints: readonly SmplJoint[]; readonly angle: number }[] = [
  { joints: ['spine1', 'spine2', 'spine3', 'neck', 'head', 'left_ankle', 'right_ankle'], angle: 1.75 },
  { joints: ['left_wrist', 'right_wrist'], angle: 2.4 },
  // Close to a half turn the axis-angle of a joint flips over.
  { joints: SMPL_JOINTS.slice(1), angle: 2.95 },
];

/** A subject stands in a T-pose to be calibrated: no joint here is bent by more. Radians. */
const T_POSE_ARMS = 0.2;
const T_POSE_LIMBS = 0.25;

/** One kept frame. */
export interface FrameOf {
  readonly clip: Clip;
  readonly frame: number;
}

/** How many frames were left after each step. */
export interface SampleCounts {
  readonly frames: number;
  readonly calibration: number;
  readonly glitches: number;
  readonly impossible: number;
  readonly thinned: number;
  readonly capped: number;
}

/** The poses to learn from: usable, thinned in time and capped in pose space. */
export function sampleFrames(clips: readonly Clip[], random: Random): { frames: FrameOf[]; counts: SampleCounts } {
  const counts = { frames: 0, calibration: 0, glitches: 0, impossible: 0, thinned: 0, capped: 0 };
  const kept: FrameOf[] = [];
  for (const clip of clips) {
    const glitches = glitchFrames(clip);
    const usable: number[] = [];
    counts.frames += glitches.length;
    for (let frame = 0; frame < glitches.length; frame++) {
      if (isCalibration(clip.poses, frame)) counts.calibration++;
      else if (glitches[frame] === 1) counts.glitches++;
      else if (isImpossible(clip.poses, frame)) counts.impossible++;
      else usable.push(frame);
    }
    for (const frame of thin(clip.poses, usable)) kept.push({ clip, frame });
  }
  counts.thinned = kept.length;
  const frames = capClusters(kept, random);
  counts.capped = frames.length;
  return { frames, counts };
}

/** Body poses (N×69) of frames. */
export function bodyPoses(frames: readonly FrameOf[]): Float64Array {
  const out = new Float64Array(frames.length * BODY_DIMENSION);
  frames.forEach(({ clip, frame }, n) => {
    out.set(clip.poses.subarray(frame * POSE_SIZE + 3, (frame + 1) * POSE_SIZE), n * BODY_DIMENSION);
  });
  return out;
}

/** F: 1 for the frames around a jump. The pelvis may turn as it likes: a clip may be cut. */
function glitchFrames({ poses, frameTime }: Clip): Uint8Array {
  const F = poses.length / POSE_SIZE;
  const out = new Uint8Array(F);
  for (let frame = 1; frame < F; frame++) {
    for (let joint = 1; joint < JOINT_COUNT; joint++) {
      const now = frame * POSE_SIZE + 3 * joint;
      const change = Math.hypot(
        poses[now] - poses[now - POSE_SIZE],
        poses[now + 1] - poses[now + 1 - POSE_SIZE],
        poses[now + 2] - poses[now + 2 - POSE_SIZE],
      );
      if (!(change <= MAX_SPEED * frameTime)) out.fill(1, frame - 1, frame + 1);
    }
  }
  return out;
}

function isImpossible(poses: Float64Array, frame: number): boolean {
  return MAX_ANGLES.some(({ joints, angle }) => joints.some((joint) => !(angleOf(poses, frame, joint) <= angle)));
}

function isCalibration(poses: Float64Array, frame: number): boolean {
  const straight: SmplJoint[] = ['left_hip', 'right_hip', 'left_knee', 'right_knee', 'left_elbow', 'right_elbow'];
  if (straight.some((joint) => angleOf(poses, frame, joint) >= T_POSE_LIMBS)) return false;
  const level: SmplJoint[] = ['left_shoulder', 'right_shoulder'];
  return level.every((joint) => {
    const start = frame * POSE_SIZE + 3 * SMPL_JOINTS.indexOf(joint);
    return Math.max(Math.abs(poses[start + 1]), Math.abs(poses[start + 2])) < T_POSE_ARMS;
  });
}

function angleOf(poses: Float64Array, frame: number, joint: SmplJoint): number {
  const start = frame * POSE_SIZE + 3 * SMPL_JOINTS.indexOf(joint);
  return Math.hypot(poses[start], poses[start + 1], poses[start + 2]);
}

/** Of the usable frames, those that differ enough from the last one taken. */
function thin(poses: Float64Array, usable: readonly number[]): number[] {
  const kept: number[] = [];
  for (const frame of usable) {
    const last = kept.at(-1);
    if (last === undefined || bodyDistance(poses, last, frame) > MIN_CHANGE) kept.push(frame);
  }
  return kept;
}

function bodyDistance(poses: Float64Array, a: number, b: number): number {
  let sum = 0;
  for (let i = 3; i < POSE_SIZE; i++) sum += (poses[a * POSE_SIZE + i] - poses[b * POSE_SIZE + i]) ** 2;
  return Math.sqrt(sum);
}

/** Draws at most a fixed number of frames from each cluster of poses; their order is kept. */
function capClusters(frames: readonly FrameOf[], random: Random): FrameOf[] {
  const samples = equallyWeighted(bodyPoses(frames), BODY_DIMENSION);
  const { labels } = kMeans(samples, Math.min(CLUSTER_COUNT, frames.length), CLUSTER_ROUNDS, random);
  const members = new Map<number, number[]>();
  labels.forEach((label, n) => {
    members.set(label, [...(members.get(label) ?? []), n]);
  });
  const sizes = [...members.values()].map((cluster) => cluster.length).sort((a, b) => a - b);
  const cap = sizes[Math.floor(((sizes.length - 1) * CAP_PERCENTILE) / 100)];
  const chosen: number[] = [];
  for (const cluster of members.values()) chosen.push(...drawSome(cluster, cap, random));
  return chosen.sort((a, b) => a - b).map((n) => frames[n]);
}

/** `count` of the items, or all of them, drawn without replacement (the first steps of Fisher and Yates' shuffle). */
function drawSome(items: readonly number[], count: number, random: Random): number[] {
  if (items.length <= count) return [...items];
  const shuffled = [...items];
  for (let i = 0; i < count; i++) {
    const other = i + random.integer(shuffled.length - i);
    [shuffled[i], shuffled[other]] = [shuffled[other], shuffled[i]];
  }
  return shuffled.slice(0, count);
}
