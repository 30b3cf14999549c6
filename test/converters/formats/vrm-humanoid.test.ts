import * as threeVrm from '@pixiv/three-vrm';
import { expect, test } from 'vitest';
import { BONE_NAMES } from '../../../converters/formats/bone-names.js';
import {
  isVrmBone,
  REQUIRED_VRM_BONES,
  VRM_BONE_OF_JOINT,
  VRM_PARENTS,
} from '../../../converters/formats/vrm-humanoid.js';
import type { SmplJoint } from '../../../core/body/joint-sets.js';

/** Its type declarations do not say so under Node's module resolution. */
const { VRMHumanBoneParentMap, VRMRequiredHumanBoneName } = threeVrm as unknown as Record<
  string,
  Record<string, string>
>;

test("bones, parents and required ones are pixiv's", () => {
  expect(Object.fromEntries(VRM_PARENTS)).toEqual(VRMHumanBoneParentMap);
  expect([...REQUIRED_VRM_BONES].sort()).toEqual(Object.values(VRMRequiredHumanBoneName).sort());
});

test('every joint but the fingers is the bone that its humanoid name says', () => {
  for (const [joint, bone] of Object.entries(VRM_BONE_OF_JOINT)) {
    expect(BONE_NAMES.humanoid[joint as SmplJoint].toLowerCase()).toBe(bone.toLowerCase());
  }
  expect(Object.keys(VRM_BONE_OF_JOINT)).toHaveLength(22);
});

test('isVrmBone', () => {
  expect(isVrmBone('leftThumbMetacarpal')).toBe(true);
  expect(isVrmBone('toString')).toBe(false);
});
