import { expect, test } from 'vitest';
import {
  isKeypointSet,
  isSmplJoint,
  JOINT_SETS,
  jointIndex,
  otherSide,
  placesOfOtherSides,
  SMPL_JOINTS,
  SMPL_PARENTS,
  SURFACE_POINTS,
  withoutSide,
} from '../../../core/body/joint-sets.js';

test('each set has the number of keypoints in its name, each on the body at most once', () => {
  const known = new Set<string>([...SMPL_JOINTS, ...SURFACE_POINTS]);
  for (const [set, names] of Object.entries(JOINT_SETS)) {
    expect(names.length).toBe(Number(/\d+$/.exec(set)?.[0]));
    const used = names.filter((name) => name !== null);
    expect(new Set(used).size).toBe(used.length);
    expect(used.every((name) => known.has(name))).toBe(true);
  }
});

test('left and right stand symmetrically in the tree', () => {
  placesOfOtherSides(SMPL_JOINTS).forEach((other, j) => {
    if (j === 0) return;
    expect(SMPL_JOINTS[SMPL_PARENTS[other]]).toBe(otherSide(SMPL_JOINTS[SMPL_PARENTS[j]]));
  });
});

test('names of the other side, and without a side', () => {
  const names = ['left_wrist', 'right_big_toe', 'head', 'bright_left_over'];
  expect(names.map(otherSide)).toEqual(['right_wrist', 'left_big_toe', 'head', 'bright_left_over']);
  expect(names.map(withoutSide)).toEqual(['wrist', 'big_toe', 'head', 'bright_left_over']);
  expect(placesOfOtherSides(['left_eye', 'nose', 'right_eye'])).toEqual([2, 1, 0]);
});

test('a joint has a place, and what is no joint is not one', () => {
  expect(SMPL_JOINTS.map(jointIndex)).toEqual([...SMPL_JOINTS.keys()]);
  expect(['left_knee', 'nose', 'left_kneee', 'toString'].map(isSmplJoint)).toEqual([true, false, false, false]);
});

test('isKeypointSet knows ours and nothing that every object has', () => {
  expect(isKeypointSet('coco17')).toBe(true);
  expect(isKeypointSet('toString')).toBe(false);
});
