import { jointIndex, type SmplJoint } from '../body/joint-sets.js';
import type { Lifted } from '../fit/lifted.js';
import { HINTED, SEEN, togetherSure } from '../keypoints/seen.js';
import type { Keypoints } from '../types.js';

/** How far the parts of an unseen limb usually are from hanging down, standard deviations, radians. */
const UPPER_SIGMA = 0.2;
const LOWER_SIGMA = 0.1;
/** Of a shin or forearm below a part that is seen: that may be lifted for more than standing or sitting. */
const BELOW_SEEN_SIGMA = 0.3;
const END_SIGMA = 0.1;
/** Arms that hang from the T-pose, about z, and elbows that are at ease, about y: of the left side, radians. */
const ARM_DOWN = -1.2;
const ELBOW_AT_EASE = -0.25;

const SIDES = ['left', 'right'] as const;
type Side = (typeof SIDES)[number];

/** How far down a limb is seen. */
export interface LimbSeen {
  /** Whether its elbow or knee is, or anything below. */
  readonly upper: boolean;
  /** Whether its wrist or ankle is, or anything of the hand or the foot. */
  readonly lower: boolean;
}

/** Which parts of a person's limbs are seen. Legs count together: one tells much of the other. */
export interface LimbsSeen {
  readonly legs: LimbSeen;
  readonly arms: Readonly<Record<Side, LimbSeen>>;
}

/**
 * An arm is seen where anything hints at it. Of the legs' many keypoints one or two hint at something even where a picture
 * ends above them: together they must tell that the person reaches as far. Two of 19 people cut off at the waist, who stood,
 * had bent knees for a knee of 0.14 and a toe of 0.17.
 *
 * @param pinned keypoints that a hand has put where they belong
 */
export function limbsSeen(keypoints: Keypoints, pinned: readonly number[] = []): LimbsSeen {
  const limb = (joint: string, end: string, enough: number): LimbSeen => {
    const sees = (part: string): boolean => togetherSure(keypoints, new RegExp(`^(${part})$`), pinned) >= enough;
    const lower = sees(end);
    return { upper: lower || sees(joint), lower };
  };
  const arm = (side: Side): LimbSeen => limb(`${side}_elbow`, `${side}_(wrist|hand)`, HINTED);
  return {
    legs: limb('(left|right)_knee', '(left|right)_(ankle|foot|heel|big_toe|small_toe)', SEEN),
    arms: { left: arm('left'), right: arm('right') },
  };
}

/** What any of several views shows. */
export function seenInAny(views: readonly LimbsSeen[]): LimbsSeen {
  const any = (limb: (view: LimbsSeen) => LimbSeen): LimbSeen => ({
    upper: views.some((view) => limb(view).upper),
    lower: views.some((view) => limb(view).lower),
  });
  const arms = { left: any(({ arms: { left } }) => left), right: any(({ arms: { right } }) => right) };
  return { legs: any(({ legs }) => legs), arms };
}

/**
 * The lifted pose with limbs that hang down where nothing of them is seen. The network answers with the mean of all
 * that they may do, half-way between standing and sitting, hands before the chest, which nobody does; whoever is seen
 * to the waist is expected to stand, and below a lifted thigh the shin hangs. So do the arms of a portrait; of an arm
 * hidden behind somebody who is seen otherwise the network knows more.
 *
 * Joints so assumed are named: it is a habit, not a belief, and tells nothing of how sure a fit is.
 */
export function withHangingLimbs(lifted: Lifted, { legs, arms }: LimbsSeen): Lifted {
  const pose = lifted.pose.slice();
  const sigma = lifted.sigma.slice();
  const assumed: number[] = [];
  const assume = (name: SmplJoint, rotation: readonly number[], own: number): void => {
    const j = jointIndex(name);
    pose.set(rotation, 3 * j);
    sigma.fill(own, 3 * j, 3 * j + 3);
    assumed.push(j);
  };
  for (const side of SIDES) {
    if (!legs.lower) {
      const flexion = legs.upper ? Math.max(0, -pose[3 * jointIndex(`${side}_hip`)]) : 0; // forward is about −x
      if (!legs.upper) assume(`${side}_hip`, [0, 0, 0], UPPER_SIGMA);
      assume(`${side}_knee`, [flexion, 0, 0], legs.upper ? BELOW_SEEN_SIGMA : LOWER_SIGMA);
      assume(`${side}_ankle`, [0, 0, 0], END_SIGMA);
      assume(`${side}_foot`, [0, 0, 0], END_SIGMA);
    }
    const { upper, lower } = arms[side];
    if (lower || legs.upper) continue;
    const sign = side === 'left' ? 1 : -1;
    if (!upper) assume(`${side}_shoulder`, [0, 0, sign * ARM_DOWN], UPPER_SIGMA);
    assume(`${side}_elbow`, [0, sign * ELBOW_AT_EASE, 0], upper ? BELOW_SEEN_SIGMA : LOWER_SIGMA);
    assume(`${side}_wrist`, [0, 0, 0], END_SIGMA);
  }
  return assumed.length === 0 ? lifted : { ...lifted, pose, sigma, assumed };
}
