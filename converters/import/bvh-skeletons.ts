import { SMPL_JOINTS, type SmplJoint } from '../../core/body/joint-sets.js';
import { BONE_NAMES } from '../formats/bone-names.js';

/** How one tool names the bones that play SMPL's joints, and what its T-pose does differently. */
interface NamedSkeleton {
  readonly names: Readonly<Partial<Record<SmplJoint, string>>>;
  /** Radians about the arm, from the rest roll of its arms to SMPL's, whose palms look down. */
  readonly armRoll: number;
  /** Whether the feet rest along with spread legs, or already flat on the floor. */
  readonly footFollowsShin: boolean;
}

/** Which joint of a file plays each of SMPL's 24 (−1 for none). */
export interface RecognisedSkeleton extends Omit<NamedSkeleton, 'names'> {
  readonly source: readonly number[];
}

/** The rest roll of the arms in the skeletons of the CMU database, whose elbows point back and down. */
const CMU_ARM_ROLL = (30 * Math.PI) / 180;

const sided = (name: (side: 'left' | 'right') => Partial<Record<string, string>>): Partial<Record<SmplJoint, string>> =>
  Object.fromEntries(
    (['left', 'right'] as const).flatMap((side) =>
      Object.entries(name(side)).map(([joint, bone]) => [`${side}_${joint}`, bone]),
    ),
  );

const capital = (side: string): string => side[0].toUpperCase() + side.slice(1);

/** The CMU database converted for MotionBuilder. */
const CMU_MOTION_BUILDER: NamedSkeleton['names'] = {
  pelvis: 'Hips',
  spine1: 'LowerBack',
  spine2: 'Spine',
  spine3: 'Spine1',
  neck: 'Neck',
  head: 'Head',
  ...sided((side) => ({
    hip: `${capital(side)}UpLeg`,
    knee: `${capital(side)}Leg`,
    ankle: `${capital(side)}Foot`,
    foot: `${capital(side)}ToeBase`,
    collar: `${capital(side)}Shoulder`,
    shoulder: `${capital(side)}Arm`,
    elbow: `${capital(side)}ForeArm`,
    wrist: `${capital(side)}Hand`,
  })),
};

/** The CMU database converted for 3ds Max. */
const CMU_STUDIO_MAX: NamedSkeleton['names'] = {
  pelvis: 'Hips',
  spine1: 'LowerBack',
  spine2: 'Chest',
  spine3: 'Chest2',
  neck: 'Neck',
  head: 'Head',
  ...sided((side) => ({
    hip: `${capital(side)}Hip`,
    knee: `${capital(side)}Knee`,
    ankle: `${capital(side)}Ankle`,
    foot: `${capital(side)}Toe`,
    collar: `${capital(side)}Collar`,
    shoulder: `${capital(side)}Shoulder`,
    elbow: `${capital(side)}Elbow`,
    wrist: `${capital(side)}Wrist`,
  })),
};

/** CMU's own names, those of its .asf files. */
const CMU_ACCLAIM: NamedSkeleton['names'] = {
  pelvis: 'root',
  spine1: 'lowerback',
  spine2: 'upperback',
  spine3: 'thorax',
  neck: 'lowerneck',
  head: 'head',
  ...sided(([s]) => ({
    hip: `${s}femur`,
    knee: `${s}tibia`,
    ankle: `${s}foot`,
    foot: `${s}toes`,
    collar: `${s}clavicle`,
    shoulder: `${s}humerus`,
    elbow: `${s}radius`,
    wrist: `${s}hand`,
  })),
};

/** SMPL's joints as many tools abbreviate them: Pelvis, L_Hip, Spine1, L_Collar ... */
const SMPL_SHORT: NamedSkeleton['names'] = Object.fromEntries(
  SMPL_JOINTS.map((joint) => [joint, joint.replace(/^left_/, 'l_').replace(/^right_/, 'r_')]),
);

/** Mixamo without prefix is also what LAFAN1 and Autodesk's HumanIK skeletons call theirs, but for the toes. */
const HUMAN_IK: NamedSkeleton['names'] = { ...BONE_NAMES.mixamo, left_foot: 'LeftToe', right_foot: 'RightToe' };

const AS_SMPL = { armRoll: 0, footFollowsShin: false };
const AS_CMU = { armRoll: CMU_ARM_ROLL, footFollowsShin: true };

const SKELETONS: readonly NamedSkeleton[] = [
  ...[...Object.values(BONE_NAMES), HUMAN_IK, SMPL_SHORT].map((names) => ({ names, ...AS_SMPL })),
  ...[CMU_MOTION_BUILDER, CMU_STUDIO_MAX, CMU_ACCLAIM].map((names) => ({ names, ...AS_CMU })),
];

/** Prefixes that tools put before every name, and our own suffix of a second person. */
const plain = (name: string): string =>
  name
    .toLowerCase()
    .replace(/^(mixamorig\d*:?|.*:|m_avg_|f_avg_|avg_)/, '')
    .replace(/_\d$/, '');

/** Without these a pose makes no sense; spine, collars, neck, head, hands and toes may be missing. */
const NEEDED: readonly SmplJoint[] = SMPL_JOINTS.filter(
  (joint) => joint === 'pelvis' || /_(hip|knee|ankle|shoulder|elbow|wrist)$/.test(joint),
);

/**
 * The naming that recognises most of SMPL's joints among the names of a file. null when none knows the hips, knees,
 * ankles, shoulders, elbows and wrists.
 */
export function recogniseSkeleton(names: readonly string[]): RecognisedSkeleton | null {
  const found = names.map(plain);
  const candidates = SKELETONS.map(({ names: known, ...rest }) => {
    const source = SMPL_JOINTS.map((joint) => {
      const name = known[joint];
      return name === undefined ? -1 : found.indexOf(plain(name));
    });
    return { source, ...rest, count: source.filter((index) => index >= 0).length };
  });
  const complete = candidates.filter(({ source }) => NEEDED.every((joint) => source[SMPL_JOINTS.indexOf(joint)] >= 0));
  if (complete.length === 0) return null;
  return complete.reduce((best, candidate) => (candidate.count > best.count ? candidate : best));
}
