/** The 24 joints of SMPL, in its order. */
export const SMPL_JOINTS = [
  'pelvis',
  'left_hip',
  'right_hip',
  'spine1',
  'left_knee',
  'right_knee',
  'spine2',
  'left_ankle',
  'right_ankle',
  'spine3',
  'left_foot',
  'right_foot',
  'neck',
  'left_collar',
  'right_collar',
  'head',
  'left_shoulder',
  'right_shoulder',
  'left_elbow',
  'right_elbow',
  'left_wrist',
  'right_wrist',
  'left_hand',
  'right_hand',
] as const;

export type SmplJoint = (typeof SMPL_JOINTS)[number];

/** The place of a joint in SMPL's order. */
export const jointIndex = (name: SmplJoint): number => SMPL_JOINTS.indexOf(name);

/** Whether a name is one of SMPL's joints, among those of keypoints and of files. */
export const isSmplJoint = (name: string): name is SmplJoint => (SMPL_JOINTS as readonly string[]).includes(name);

/** The name of the other side; of what is in the middle, its own. */
export const otherSide = (name: string): string =>
  name.replace(/^(left|right)_/, (_, side) => (side === 'left' ? 'right_' : 'left_'));

/** `left_ankle` and `right_ankle` are both `ankle`. */
export const withoutSide = (name: string): string => name.replace(/^(left|right)_/, '');

/** For each name the place of the other side's among them. */
export const placesOfOtherSides = (names: readonly string[]): number[] =>
  names.map((name) => names.indexOf(otherSide(name)));

/** SMPL's kinematic tree: the parent of each joint, −1 for the root. */
export const SMPL_PARENTS: readonly number[] = [
  -1, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9, 9, 12, 13, 14, 16, 17, 18, 19, 20, 21,
];

/** Points on the skin that detectors see and SMPL's skeleton lacks; a body file names the vertex of each. */
export const SURFACE_POINTS = [
  'nose',
  'left_eye',
  'right_eye',
  'left_ear',
  'right_ear',
  'left_heel',
  'right_heel',
  'left_big_toe',
  'right_big_toe',
  'left_small_toe',
  'right_small_toe',
  'head_top',
] as const;

export type SurfacePoint = (typeof SURFACE_POINTS)[number];

const COCO17 = [
  'nose',
  'left_eye',
  'right_eye',
  'left_ear',
  'right_ear',
  'left_shoulder',
  'right_shoulder',
  'left_elbow',
  'right_elbow',
  'left_wrist',
  'right_wrist',
  'left_hip',
  'right_hip',
  'left_knee',
  'right_knee',
  'left_ankle',
  'right_ankle',
] as const;

/** BlazePose: the mouth, the inner and outer eye corners and the fingers have no counterpart on the body (null). */
const BLAZEPOSE33 = [
  'nose',
  null,
  'left_eye',
  null,
  null,
  'right_eye',
  null,
  'left_ear',
  'right_ear',
  null,
  null,
  'left_shoulder',
  'right_shoulder',
  'left_elbow',
  'right_elbow',
  'left_wrist',
  'right_wrist',
  null,
  null,
  null,
  null,
  null,
  null,
  'left_hip',
  'right_hip',
  'left_knee',
  'right_knee',
  'left_ankle',
  'right_ankle',
  'left_heel',
  'right_heel',
  'left_big_toe',
  'right_big_toe',
] as const;

/** Leeds Sports Pose, SMPLify's own input. */
const LSP14 = [
  'right_ankle',
  'right_knee',
  'right_hip',
  'left_hip',
  'left_knee',
  'left_ankle',
  'right_wrist',
  'right_elbow',
  'right_shoulder',
  'left_shoulder',
  'left_elbow',
  'left_wrist',
  'neck',
  'head_top',
] as const;

/** OpenPose BODY-25. Its neck is the midpoint of the shoulders and its mid hip that of the hips, not SMPL's joints. */
const BODY25 = [
  'nose',
  null,
  'right_shoulder',
  'right_elbow',
  'right_wrist',
  'left_shoulder',
  'left_elbow',
  'left_wrist',
  null,
  'right_hip',
  'right_knee',
  'right_ankle',
  'left_hip',
  'left_knee',
  'left_ankle',
  'right_eye',
  'left_eye',
  'right_ear',
  'left_ear',
  'left_big_toe',
  'left_small_toe',
  'left_heel',
  'right_big_toe',
  'right_small_toe',
  'right_heel',
] as const;

/** OpenPose's older set, its own order of COCO's points with a neck that is the midpoint of the shoulders. */
const COCO18 = [
  'nose',
  null,
  'right_shoulder',
  'right_elbow',
  'right_wrist',
  'left_shoulder',
  'left_elbow',
  'left_wrist',
  'right_hip',
  'right_knee',
  'right_ankle',
  'left_hip',
  'left_knee',
  'left_ankle',
  'right_eye',
  'left_eye',
  'right_ear',
  'left_ear',
] as const;

/** The body and feet of COCO-WholeBody; its face and hands come after them. */
const WHOLEBODY23 = [
  ...COCO17,
  'left_big_toe',
  'left_small_toe',
  'left_heel',
  'right_big_toe',
  'right_small_toe',
  'right_heel',
] as const;

/** Halpe's body and feet, as AlphaPose and RTMPose have them. Its neck and mid hip are annotated, not SMPL's joints. */
const HALPE26 = [
  ...COCO17,
  'head_top',
  null,
  null,
  'left_big_toe',
  'right_big_toe',
  'left_small_toe',
  'right_small_toe',
  'left_heel',
  'right_heel',
] as const;

/** Convolutional Pose Machines: the points of Leeds Sports Pose from head to foot. */
const CPM14 = [
  'head_top',
  'neck',
  'right_shoulder',
  'right_elbow',
  'right_wrist',
  'left_shoulder',
  'left_elbow',
  'left_wrist',
  'right_hip',
  'right_knee',
  'right_ankle',
  'left_hip',
  'left_knee',
  'left_ankle',
] as const;

/** MPII Human Pose. Pelvis, thorax and upper neck are where its annotators saw them, not SMPL's joints. */
const MPII16 = [
  'right_ankle',
  'right_knee',
  'right_hip',
  'left_hip',
  'left_knee',
  'left_ankle',
  null,
  null,
  null,
  'head_top',
  'right_wrist',
  'right_elbow',
  'right_shoulder',
  'left_shoulder',
  'left_elbow',
  'left_wrist',
] as const;

/** What each keypoint of a set observes on the body: a SMPL joint, a surface point, or nothing (null). */
export const JOINT_SETS = {
  coco17: COCO17,
  blazepose33: BLAZEPOSE33,
  lsp14: LSP14,
  body25: BODY25,
  coco18: COCO18,
  wholebody23: WHOLEBODY23,
  halpe26: HALPE26,
  cpm14: CPM14,
  mpii16: MPII16,
} as const satisfies Record<string, readonly (SmplJoint | SurfacePoint | null)[]>;

export type KeypointSet = keyof typeof JOINT_SETS;

/** Whether `name` is a keypoint set that photorig knows. */
export function isKeypointSet(name: string): name is KeypointSet {
  return Object.hasOwn(JOINT_SETS, name);
}
