import { SMPL_JOINTS, type SmplJoint } from '../../../core/body/joint-sets.js';
import type { Random } from '../random.js';
import { MIRRORED_JOINT } from './symmetry.js';

type Interval = readonly [number, number];

/**
 * What each joint can do, degrees, as a box of axis-angle coordinates: wide enough to hold daily life and sport. Right
 * joints mirror left ones.
 */
const RANGE: Partial<Record<SmplJoint, readonly [Interval, Interval, Interval]>> = {
  left_hip: [
    [-110, 30],
    [-30, 30],
    [-20, 45],
  ],
  left_knee: [
    [0, 135],
    [-8, 8],
    [-5, 5],
  ],
  left_ankle: [
    [-35, 30],
    [-15, 15],
    [-15, 15],
  ],
  left_foot: [
    [-30, 30],
    [0, 0],
    [0, 0],
  ],
  spine1: [
    [-12, 25],
    [-18, 18],
    [-15, 15],
  ],
  spine2: [
    [-12, 25],
    [-18, 18],
    [-15, 15],
  ],
  spine3: [
    [-12, 25],
    [-18, 18],
    [-15, 15],
  ],
  neck: [
    [-20, 25],
    [-35, 35],
    [-20, 20],
  ],
  head: [
    [-25, 25],
    [-35, 35],
    [-20, 20],
  ],
  left_collar: [
    [-5, 5],
    [-15, 10],
    [-15, 20],
  ],
  left_shoulder: [
    [-60, 60],
    [-100, 35],
    [-85, 60],
  ],
  left_elbow: [
    [-70, 70],
    [-140, 3],
    [-5, 5],
  ],
  left_wrist: [
    [-50, 50],
    [-20, 20],
    [-60, 60],
  ],
  left_hand: [
    [0, 0],
    [-10, 10],
    [-60, 20],
  ],
};
/** How often a joint rests, and how often one of its three coordinates does: poses near the rest pose matter most. */
const JOINT_RESTS = 0.35;
const COORDINATE_RESTS = 0.2;

/** A random pose: 24×3, axis-angle, radians; the root does not turn. */
export function randomPose(random: Random): Float64Array {
  const pose = new Float64Array(3 * SMPL_JOINTS.length);
  SMPL_JOINTS.forEach((_, j) => {
    const mirrored = MIRRORED_JOINT[j] < j;
    const box = RANGE[SMPL_JOINTS[mirrored ? MIRRORED_JOINT[j] : j]];
    if (box === undefined || random.uniform() < JOINT_RESTS) return;
    box.forEach(([low, high], axis) => {
      if (random.uniform() < COORDINATE_RESTS) return;
      const degrees = low + (high - low) * random.uniform();
      pose[3 * j + axis] = ((mirrored && axis > 0 ? -degrees : degrees) * Math.PI) / 180;
    });
  });
  return pose;
}

/** The same pose seen in a mirror: sides swapped, turns about y and z reversed. */
export const mirrorPose = (pose: Float64Array): Float64Array =>
  pose.map((_, index) => {
    const axis = index % 3;
    const value = pose[3 * MIRRORED_JOINT[(index - axis) / 3] + axis];
    return axis === 0 ? value : -value;
  });
