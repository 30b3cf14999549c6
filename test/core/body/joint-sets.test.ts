import { expect, test } from 'vitest';
import { isKeypointSet, JOINT_SETS, SMPL_JOINTS, SMPL_PARENTS, SURFACE_POINTS } from '../../../core/body/joint-sets.js';

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
  SMPL_JOINTS.forEach((name, j) => {
    if (!name.startsWith('left_')) return;
    const right = (SMPL_JOINTS as readonly string[]).indexOf(name.replace('left', 'right'));
    const parent = SMPL_JOINTS[SMPL_PARENTS[j]];
    expect(SMPL_JOINTS[SMPL_PARENTS[right]]).toBe(parent.replace('left', 'right'));
  });
});

test('isKeypointSet knows ours and nothing that every object has', () => {
  expect(isKeypointSet('coco17')).toBe(true);
  expect(isKeypointSet('toString')).toBe(false);
});
