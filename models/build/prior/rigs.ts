import { MathUtils } from 'three';
import { type Motion, malformed } from './motion.js';

/** A joint of the source, or two between which the rotation lies halfway. */
export type Source = string | readonly [string, string];

/** The source joints of one side. */
export interface Limbs {
  readonly hip: string;
  readonly knee: string;
  readonly ankle: string;
  readonly toe: string;
  readonly collar: string;
  readonly shoulder: string;
  readonly elbow: string;
  /** Where the forearm ends. */
  readonly wrist: string;
  /** What turns the hand. */
  readonly hand: string;
}

/** Which joint of a skeleton plays which part, and how its rest pose differs from SMPL's. */
export interface Rig {
  readonly hips: string;
  readonly spine: readonly [Source, Source, Source];
  readonly neck: Source;
  readonly head: string;
  readonly left: Limbs;
  readonly right: Limbs;
  /** Radians about the arm: from the rest roll of the skeleton's arms to SMPL's, whose palms look down. */
  readonly armTwist: number;
  /** Whether the foot rests along with the spread leg, or already flat. */
  readonly footFollowsShin: boolean;
  /** Whether clips of this skeleton may hold the head at a constant wrong pitch. */
  readonly headMayBeOff: boolean;
}

const CMU_ARM_TWIST = MathUtils.degToRad(30);
const DAZ_ARM_TWIST = MathUtils.degToRad(28);

const cmuStyle = { armTwist: CMU_ARM_TWIST, footFollowsShin: true, headMayBeOff: false };

/** CMU's own names: .asf skeletons, and .bvh files made from them. */
const acclaim = (hips: string): Rig => {
  const side = (s: string): Limbs => ({
    hip: `${s}femur`,
    knee: `${s}tibia`,
    ankle: `${s}foot`,
    toe: `${s}toes`,
    collar: `${s}clavicle`,
    shoulder: `${s}humerus`,
    elbow: `${s}radius`,
    wrist: `${s}wrist`,
    hand: `${s}hand`,
  });
  const spine = ['lowerback', 'upperback', 'thorax'] as const;
  return {
    hips,
    spine,
    neck: ['lowerneck', 'upperneck'],
    head: 'head',
    left: side('l'),
    right: side('r'),
    ...cmuStyle,
  };
};

/** The conversion for MotionBuilder. */
const motionBuilder = (): Rig => {
  const side = (s: string): Limbs => ({
    hip: `${s}UpLeg`,
    knee: `${s}Leg`,
    ankle: `${s}Foot`,
    toe: `${s}ToeBase`,
    collar: `${s}Shoulder`,
    shoulder: `${s}Arm`,
    elbow: `${s}ForeArm`,
    wrist: `${s}Hand`,
    hand: `${s}FingerBase`,
  });
  const spine = ['LowerBack', 'Spine', 'Spine1'] as const;
  const neck = ['Neck', 'Neck1'] as const;
  return { hips: 'Hips', spine, neck, head: 'Head', left: side('Left'), right: side('Right'), ...cmuStyle };
};

/** The conversion for 3ds Max. */
const studioMax = (): Rig => {
  const side = (s: string, hand: string): Limbs => ({
    hip: `${s}Hip`,
    knee: `${s}Knee`,
    ankle: `${s}Ankle`,
    toe: `${s}Toe`,
    collar: `${s}Collar`,
    shoulder: `${s}Shoulder`,
    elbow: `${s}Elbow`,
    wrist: `${s}Wrist`,
    hand,
  });
  const spine = ['lowerback', 'Chest', 'Chest2'] as const;
  const neck = ['lowerneck', 'Neck'] as const;
  const [left, right] = [side('Left', 'lhand'), side('Right', 'rhand')];
  return { hips: 'Hips', spine, neck, head: 'Head', left, right, ...cmuStyle };
};

/** The conversion for Poser and DAZ Studio: two spine joints, no toes, no joint at the forearm's end but the hand. */
const daz = (): Rig => {
  const side = (s: string): Limbs => ({
    hip: `${s}Thigh`,
    knee: `${s}Shin`,
    ankle: `${s}Foot`,
    toe: `${s}Foot`,
    collar: `${s}Collar`,
    shoulder: `${s}Shldr`,
    elbow: `${s}ForeArm`,
    wrist: `${s}Hand`,
    hand: `${s}Hand`,
  });
  const spine = ['abdomen', ['abdomen', 'chest'], 'chest'] as const;
  const rest = { armTwist: DAZ_ARM_TWIST, footFollowsShin: false, headMayBeOff: true };
  return { hips: 'hip', spine, neck: 'neck', head: 'head', left: side('l'), right: side('r'), ...rest };
};

/** The rig of a skeleton, known by its joint names. Throws FitError, naming `where`, when none fits. */
export function rigOf(where: string, { joints }: Motion): Rig {
  const has = (name: string): boolean => joints.includes(name);
  if (has('lfemur')) return acclaim(has('root') ? 'root' : 'hip');
  if (has('LeftUpLeg')) return motionBuilder();
  if (has('LeftHip')) return studioMax();
  if (has('abdomen')) return daz();
  throw malformed(where, `no known skeleton has the joints ${joints.slice(0, 5).join(', ')} ...`);
}
