import type { SmplJoint } from '../../core/body/joint-sets.js';
import { expectChoice } from '../../core/error.js';

/** A bone of an exported skeleton: SMPL's joints under one root at the origin. */
export type Bone = 'root' | SmplJoint;

/** Which tool's names the bones carry. */
export const NAMINGS = ['humanoid', 'smpl', 'mixamo', 'unreal'] as const;
export type Naming = (typeof NAMINGS)[number];

type BoneNames = Readonly<Record<Bone, string>>;

/**
 * VRM's and Godot's humanoid. SMPL's hand joint sits at the knuckles and moves all fingers: neither has such a bone.
 */
const HUMANOID: BoneNames = {
  root: 'Root',
  pelvis: 'Hips',
  left_hip: 'LeftUpperLeg',
  right_hip: 'RightUpperLeg',
  spine1: 'Spine',
  left_knee: 'LeftLowerLeg',
  right_knee: 'RightLowerLeg',
  spine2: 'Chest',
  left_ankle: 'LeftFoot',
  right_ankle: 'RightFoot',
  spine3: 'UpperChest',
  left_foot: 'LeftToes',
  right_foot: 'RightToes',
  neck: 'Neck',
  left_collar: 'LeftShoulder',
  right_collar: 'RightShoulder',
  head: 'Head',
  left_shoulder: 'LeftUpperArm',
  right_shoulder: 'RightUpperArm',
  left_elbow: 'LeftLowerArm',
  right_elbow: 'RightLowerArm',
  left_wrist: 'LeftHand',
  right_wrist: 'RightHand',
  left_hand: 'LeftFingers',
  right_hand: 'RightFingers',
};

const SMPL: BoneNames = {
  root: 'root',
  pelvis: 'pelvis',
  left_hip: 'left_hip',
  right_hip: 'right_hip',
  spine1: 'spine1',
  left_knee: 'left_knee',
  right_knee: 'right_knee',
  spine2: 'spine2',
  left_ankle: 'left_ankle',
  right_ankle: 'right_ankle',
  spine3: 'spine3',
  left_foot: 'left_foot',
  right_foot: 'right_foot',
  neck: 'neck',
  left_collar: 'left_collar',
  right_collar: 'right_collar',
  head: 'head',
  left_shoulder: 'left_shoulder',
  right_shoulder: 'right_shoulder',
  left_elbow: 'left_elbow',
  right_elbow: 'right_elbow',
  left_wrist: 'left_wrist',
  right_wrist: 'right_wrist',
  left_hand: 'left_hand',
  right_hand: 'right_hand',
};

/** Mixamo's auto-rigger. It has no bone above the hips: the root keeps a plain name. */
const MIXAMO: BoneNames = {
  root: 'Root',
  pelvis: 'mixamorig:Hips',
  left_hip: 'mixamorig:LeftUpLeg',
  right_hip: 'mixamorig:RightUpLeg',
  spine1: 'mixamorig:Spine',
  left_knee: 'mixamorig:LeftLeg',
  right_knee: 'mixamorig:RightLeg',
  spine2: 'mixamorig:Spine1',
  left_ankle: 'mixamorig:LeftFoot',
  right_ankle: 'mixamorig:RightFoot',
  spine3: 'mixamorig:Spine2',
  left_foot: 'mixamorig:LeftToeBase',
  right_foot: 'mixamorig:RightToeBase',
  neck: 'mixamorig:Neck',
  left_collar: 'mixamorig:LeftShoulder',
  right_collar: 'mixamorig:RightShoulder',
  head: 'mixamorig:Head',
  left_shoulder: 'mixamorig:LeftArm',
  right_shoulder: 'mixamorig:RightArm',
  left_elbow: 'mixamorig:LeftForeArm',
  right_elbow: 'mixamorig:RightForeArm',
  left_wrist: 'mixamorig:LeftHand',
  right_wrist: 'mixamorig:RightHand',
  left_hand: 'mixamorig:LeftHandMiddle1',
  right_hand: 'mixamorig:RightHandMiddle1',
};

/** Unreal Engine's mannequin. */
const UNREAL: BoneNames = {
  root: 'root',
  pelvis: 'pelvis',
  left_hip: 'thigh_l',
  right_hip: 'thigh_r',
  spine1: 'spine_01',
  left_knee: 'calf_l',
  right_knee: 'calf_r',
  spine2: 'spine_02',
  left_ankle: 'foot_l',
  right_ankle: 'foot_r',
  spine3: 'spine_03',
  left_foot: 'ball_l',
  right_foot: 'ball_r',
  neck: 'neck_01',
  left_collar: 'clavicle_l',
  right_collar: 'clavicle_r',
  head: 'head',
  left_shoulder: 'upperarm_l',
  right_shoulder: 'upperarm_r',
  left_elbow: 'lowerarm_l',
  right_elbow: 'lowerarm_r',
  left_wrist: 'hand_l',
  right_wrist: 'hand_r',
  left_hand: 'middle_01_l',
  right_hand: 'middle_01_r',
};

/** Bone names by tool. `humanoid` is the default everywhere. */
export const BONE_NAMES: Readonly<Record<Naming, BoneNames>> = {
  humanoid: HUMANOID,
  smpl: SMPL,
  mixamo: MIXAMO,
  unreal: UNREAL,
};

/** The names of a naming scheme. @throws FitError usage when there is no such scheme */
export function boneNames(naming: Naming): BoneNames {
  expectChoice('naming', naming, NAMINGS);
  return BONE_NAMES[naming];
}

/** What distinguishes the objects of several people in one file: nothing for the first, _2, _3 ... for the others. */
export const personSuffix = (person: number): string => (person === 0 ? '' : `_${person + 1}`);

/**
 * The bone that a name of any of our schemes stands for; a person's suffix and three.js's way of dropping colons are
 * understood. undefined for a name that is not ours.
 */
export function boneOfName(name: string): Bone | undefined {
  for (const candidate of [name, name.replace(/_\d+$/, '')]) {
    for (const names of Object.values(BONE_NAMES)) {
      for (const [bone, known] of Object.entries(names)) {
        if (candidate === known || candidate === known.replace(':', '')) return bone as Bone;
      }
    }
  }
  return undefined;
}
