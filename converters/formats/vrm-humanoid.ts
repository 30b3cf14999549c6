import type { SmplJoint } from '../../core/body/joint-sets.js';

type Side = 'left' | 'right';
type Finger = 'Index' | 'Middle' | 'Ring' | 'Little';
type Middle = 'hips' | 'spine' | 'chest' | 'upperChest' | 'neck' | 'head' | 'jaw';
type Paired = 'Eye' | 'UpperLeg' | 'LowerLeg' | 'Foot' | 'Toes' | 'Shoulder' | 'UpperArm' | 'LowerArm' | 'Hand';
type Thumb = 'ThumbMetacarpal' | 'ThumbProximal' | 'ThumbDistal';

/** The 55 bones that VRM 1.0 knows. */
export type VrmBone = Middle | `${Side}${Paired | Thumb | `${Finger}${'Proximal' | 'Intermediate' | 'Distal'}`}`;

/** Which VRM bone each of our joints is. SMPL's hand joint moves all fingers at once: VRM has no such bone. */
export const VRM_BONE_OF_JOINT: Readonly<Partial<Record<SmplJoint, VrmBone>>> = {
  pelvis: 'hips',
  spine1: 'spine',
  spine2: 'chest',
  spine3: 'upperChest',
  neck: 'neck',
  head: 'head',
  left_collar: 'leftShoulder',
  left_shoulder: 'leftUpperArm',
  left_elbow: 'leftLowerArm',
  left_wrist: 'leftHand',
  right_collar: 'rightShoulder',
  right_shoulder: 'rightUpperArm',
  right_elbow: 'rightLowerArm',
  right_wrist: 'rightHand',
  left_hip: 'leftUpperLeg',
  left_knee: 'leftLowerLeg',
  left_ankle: 'leftFoot',
  left_foot: 'leftToes',
  right_hip: 'rightUpperLeg',
  right_knee: 'rightLowerLeg',
  right_ankle: 'rightFoot',
  right_foot: 'rightToes',
};

/** Without these a file is no VRM. */
export const REQUIRED_VRM_BONES: readonly VrmBone[] = [
  'hips',
  'spine',
  'head',
  'leftUpperLeg',
  'leftLowerLeg',
  'leftFoot',
  'rightUpperLeg',
  'rightLowerLeg',
  'rightFoot',
  'leftUpperArm',
  'leftLowerArm',
  'leftHand',
  'rightUpperArm',
  'rightLowerArm',
  'rightHand',
];

/** Parents of one side's bones; those of the fingers follow the same pattern four times. */
function sideParents(side: Side): [VrmBone, VrmBone][] {
  const fingers = (['Index', 'Middle', 'Ring', 'Little'] as const).flatMap((finger): [VrmBone, VrmBone][] => [
    [`${side}${finger}Proximal`, `${side}Hand`],
    [`${side}${finger}Intermediate`, `${side}${finger}Proximal`],
    [`${side}${finger}Distal`, `${side}${finger}Intermediate`],
  ]);
  return [
    [`${side}Eye`, 'head'],
    [`${side}UpperLeg`, 'hips'],
    [`${side}LowerLeg`, `${side}UpperLeg`],
    [`${side}Foot`, `${side}LowerLeg`],
    [`${side}Toes`, `${side}Foot`],
    [`${side}Shoulder`, 'upperChest'],
    [`${side}UpperArm`, `${side}Shoulder`],
    [`${side}LowerArm`, `${side}UpperArm`],
    [`${side}Hand`, `${side}LowerArm`],
    [`${side}ThumbMetacarpal`, `${side}Hand`],
    [`${side}ThumbProximal`, `${side}ThumbMetacarpal`],
    [`${side}ThumbDistal`, `${side}ThumbProximal`],
    ...fingers,
  ];
}

/** The parent of each VRM bone; null for the hips. Where it is not mapped, its own parent takes its place. */
export const VRM_PARENTS: ReadonlyMap<VrmBone, VrmBone | null> = new Map<VrmBone, VrmBone | null>([
  ['hips', null],
  ['spine', 'hips'],
  ['chest', 'spine'],
  ['upperChest', 'chest'],
  ['neck', 'upperChest'],
  ['head', 'neck'],
  ['jaw', 'head'],
  ...sideParents('left'),
  ...sideParents('right'),
]);

/** Whether `name` is a bone of VRM 1.0. */
export const isVrmBone = (name: string): name is VrmBone => VRM_PARENTS.has(name as VrmBone);
