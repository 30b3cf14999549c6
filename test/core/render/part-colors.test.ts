import { expect, test } from 'vitest';
import { SMPL_JOINTS, SMPL_PARENTS } from '../../../core/body/joint-sets.js';
import { PART_COLORS } from '../../../core/render/part-colors.js';

const distance = (a: readonly number[], b: readonly number[]): number => Math.hypot(...a.map((x, i) => x - b[i]));

test('every part has a colour, none of them background', () => {
  expect(Object.keys(PART_COLORS).sort()).toEqual([...SMPL_JOINTS].sort());
  for (const color of Object.values(PART_COLORS)) {
    expect(color.every((value) => Number.isInteger(value) && value >= 0 && value <= 255)).toBe(true);
    expect(Math.max(...color)).toBeGreaterThan(80);
  }
});

test('neighbours are easy to tell apart, and no two are alike', () => {
  SMPL_JOINTS.forEach((joint, j) => {
    if (SMPL_PARENTS[j] >= 0) {
      const parent = PART_COLORS[SMPL_JOINTS[SMPL_PARENTS[j]]];
      expect([joint, distance(PART_COLORS[joint], parent) > 80]).toEqual([joint, true]);
    }
    for (const other of SMPL_JOINTS.slice(0, j)) {
      expect([joint, other, distance(PART_COLORS[joint], PART_COLORS[other]) > 30]).toEqual([joint, other, true]);
    }
  });
});
