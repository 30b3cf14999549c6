import { JOINT_SETS, SMPL_JOINTS, type SmplJoint } from '../body/joint-sets.js';
import type { Keypoints } from '../types.js';
import type { Lifted } from './lifter.js';

/** Keypoints below this confidence show nothing. */
const SEEN = 0.1;
/** How far the parts of an unseen leg usually are from hanging down, standard deviations, radians. */
const HIP_SIGMA = 0.2;
const KNEE_SIGMA = 0.1;
/** Of a knee under a thigh that is seen: that may be lifted for more than standing or sitting. */
const SHIN_SIGMA = 0.3;
const FOOT_SIGMA = 0.1;

const SIDES = ['left', 'right'] as const;

/** How far down a person's legs are seen. */
export interface LegsSeen {
  /** Whether a knee is, or anything below. */
  readonly thighs: boolean;
  /** Whether an ankle is, or a foot. */
  readonly shins: boolean;
}

/** @param pinned keypoints that a hand has put where they belong: seen, however unsure the detector was */
export function legsSeen({ set, confidence }: Keypoints, pinned: readonly number[] = []): LegsSeen {
  const isSeen = (k: number): boolean => confidence[k] >= SEEN || (confidence[k] > 0 && pinned.includes(k));
  const sees = (part: RegExp): boolean =>
    JOINT_SETS[set].some((name, k) => name !== null && part.test(name) && isSeen(k));
  const shins = sees(/^(left|right)_(ankle|foot|heel|big_toe|small_toe)$/);
  return { thighs: shins || sees(/^(left|right)_knee$/), shins };
}

/**
 * The lifted pose with legs that hang down where nothing of them is seen. The network answers with the mean of all that they
 * may do, half-way between standing and sitting, which nobody does; whoever is seen to the waist is expected to stand, and
 * below a lifted thigh the shin hangs.
 *
 * Joints so assumed are named: it is a habit, not a belief, and tells nothing of how sure a fit is.
 */
export function withHangingLegs(lifted: Lifted, { thighs, shins }: LegsSeen): Lifted {
  if (shins) return lifted;
  const pose = lifted.pose.slice();
  const sigma = lifted.sigma.slice();
  const assumed: number[] = [];
  const assume = (name: SmplJoint, flexion: number, own: number): void => {
    const j = SMPL_JOINTS.indexOf(name);
    pose.set([flexion, 0, 0], 3 * j);
    sigma.fill(own, 3 * j, 3 * j + 3);
    assumed.push(j);
  };
  for (const side of SIDES) {
    const lift = thighs ? Math.max(0, -pose[3 * SMPL_JOINTS.indexOf(`${side}_hip`)]) : 0; // a thigh forward turns about −x
    if (!thighs) assume(`${side}_hip`, 0, HIP_SIGMA);
    assume(`${side}_knee`, lift, thighs ? SHIN_SIGMA : KNEE_SIGMA);
    assume(`${side}_ankle`, 0, FOOT_SIGMA);
    assume(`${side}_foot`, 0, FOOT_SIGMA);
  }
  return { ...lifted, pose, sigma, assumed };
}
