import { JOINT_SETS, jointIndex, type KeypointSet, SMPL_JOINTS, SMPL_PARENTS } from '../body/joint-sets.js';
import type { LimbBone } from '../body/mirror-bone.js';
import { FitError } from '../error.js';
import type { Lifted } from '../fit/lifted.js';
import { type OrderedBone, signedDepth } from '../terms/depth-order.js';

/**
 * A person's word on what a picture cannot tell: that a keypoint is nearer to the camera, or farther from it, than the
 * joint above it on the limb, along the ray to that one.
 */
export interface DepthOrder {
  /** An elbow, a wrist, a knee or an ankle, by its index in the set. */
  readonly keypoint: number;
  readonly side: DepthSide;
}

export type DepthSide = 'nearer' | 'farther';

/** Along the ray away from the camera. */
const SIGNS: Readonly<Record<DepthSide, 1 | -1>> = { nearer: -1, farther: 1 };

export const otherDepth = (side: DepthSide): DepthSide => (side === 'nearer' ? 'farther' : 'nearer');

/** The joints of which one can say so, as SMPL and the keypoint sets name them. */
export const LIMB_JOINTS = [
  'left_elbow',
  'right_elbow',
  'left_wrist',
  'right_wrist',
  'left_knee',
  'right_knee',
  'left_ankle',
  'right_ankle',
] as const;

export type LimbJoint = (typeof LIMB_JOINTS)[number];

/**
 * Orders by the names of joints; joints that the set has not are left out.
 *
 * @throws FitError usage for a name that is not a limb's joint, or a side that there is not
 */
export function depthOrdersOf(set: KeypointSet, sides: Readonly<Partial<Record<LimbJoint, DepthSide>>>): DepthOrder[] {
  const names: readonly (string | null)[] = JOINT_SETS[set];
  for (const [name, side] of Object.entries(sides)) {
    if (!isLimbJoint(name)) {
      throw new FitError(
        'usage',
        'depths',
        `${name} is not a joint of a limb.`,
        `Name one of ${LIMB_JOINTS.join(', ')}.`,
      );
    }
    if (side !== undefined) signOf(name, side);
  }
  return LIMB_JOINTS.flatMap((name): DepthOrder[] => {
    const side = sides[name];
    return side && names.includes(name) ? [{ keypoint: names.indexOf(name), side }] : [];
  });
}

const isLimbJoint = (name: string): name is LimbJoint => (LIMB_JOINTS as readonly string[]).includes(name);

function signOf(joint: string, side: DepthSide): 1 | -1 {
  if (Object.hasOwn(SIGNS, side)) return SIGNS[side];
  const what = `${side} is not a side for the ${joint.replace('_', ' ')}.`;
  throw new FitError('usage', 'depths', what, `Say ${Object.keys(SIGNS).join(' or ')}.`);
}

/** The bone that ends at a keypoint; null where that is no elbow, wrist, knee or ankle. */
export function boneTo(set: KeypointSet, keypoint: number): LimbBone | null {
  const name = JOINT_SETS[set][keypoint];
  if (!name || !isLimbJoint(name)) return null;
  const below = jointIndex(name);
  return { above: SMPL_PARENTS[below], below };
}

/**
 * The bones that these orders are about, those nearer to the torso first; orders about nothing are left out.
 *
 * @throws FitError usage for a side that there is not
 */
export function orderedBones(set: KeypointSet, orders: readonly DepthOrder[]): OrderedBone[] {
  const bones = orders.flatMap(({ keypoint, side }): OrderedBone[] => {
    const bone = boneTo(set, keypoint);
    return bone === null ? [] : [{ ...bone, sign: signOf(SMPL_JOINTS[bone.below], side) }];
  });
  return bones.sort((a, b) => a.below - b.below);
}

/** The lifted pose without what it says of limbs of which a person says otherwise. `joints`: its own, J×3. */
export function withoutContradicted(lifted: Lifted, joints: ArrayLike<number>, bones: readonly OrderedBone[]): Lifted {
  const sigma = Float64Array.from(lifted.sigma);
  for (const bone of bones) {
    if (bone.sign * signedDepth(joints, bone) >= 0) continue;
    // The joint above turns the bone; the next one, by its twist, the plane in which that happens.
    for (const joint of [bone.above, SMPL_PARENTS[bone.above]]) {
      if (isOfLimb(joint)) sigma.fill(Number.POSITIVE_INFINITY, 3 * joint, 3 * joint + 3);
    }
  }
  return { ...lifted, sigma };
}

const isOfLimb = (joint: number): boolean => /(shoulder|elbow|hip|knee)$/.test(SMPL_JOINTS[joint]);
