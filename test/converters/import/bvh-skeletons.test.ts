import { expect, test } from 'vitest';
import { BONE_NAMES } from '../../../converters/formats/bone-names.js';
import { recogniseSkeleton } from '../../../converters/import/bvh-skeletons.js';
import { SMPL_JOINTS } from '../../../core/body/joint-sets.js';

test("each of our namings is recognised whole, with prefixes and a second person's suffix", () => {
  for (const names of Object.values(BONE_NAMES)) {
    const bones = ['extra', ...SMPL_JOINTS.map((joint) => names[joint])];
    const expected = SMPL_JOINTS.map((_, j) => j + 1);
    for (const rename of [
      (name: string) => name,
      (name: string) => `Armature:${name}`,
      (name: string) => `${name}_2`,
    ]) {
      expect(recogniseSkeleton(bones.map(rename))).toMatchObject({ source: expected, armRoll: 0 });
    }
  }
});

test('names that two tools use differently go to the tool that knows most of them', () => {
  const side = (s: string): string[] =>
    ['UpLeg', 'Leg', 'Foot', 'ToeBase', 'Shoulder', 'Arm', 'ForeArm', 'Hand'].map((part) => s + part);
  const cmu = ['Hips', 'LowerBack', 'Spine', 'Spine1', 'Neck', 'Head', ...side('Left'), ...side('Right')];
  const found = recogniseSkeleton(cmu);
  // Spine is the second of CMU's joints, the first of Mixamo's.
  expect(found?.source[SMPL_JOINTS.indexOf('spine2')]).toBe(cmu.indexOf('Spine'));
  expect(found?.footFollowsShin).toBe(true);
  const mixamo = ['Hips', 'Spine', 'Spine1', 'Spine2', 'Neck', 'Head', ...side('Left'), ...side('Right')];
  const other = recogniseSkeleton(mixamo);
  expect(other?.source[SMPL_JOINTS.indexOf('spine2')]).toBe(mixamo.indexOf('Spine1'));
  expect(other?.armRoll).toBe(0);
});

test('a skeleton without knees is none', () => {
  const bones = SMPL_JOINTS.filter((joint) => !joint.endsWith('knee'));
  expect(recogniseSkeleton(bones)).toBeNull();
});
