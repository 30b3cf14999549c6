import { expect, test } from 'vitest';
import { SMPL_JOINTS } from '../../../../core/body/joint-sets.js';
import { MIRRORED_JOINT } from '../../../../models/build/body/symmetry.js';
import { jointOfBone, smplWeights } from '../../../../models/build/body/weights.js';

test.each([
  ['thigh_l', 'left_hip'],
  ['calf_r', 'right_knee'],
  ['clavicle_r', 'right_collar'],
  ['middle_02_l', 'left_hand'],
  ['neck_01', 'neck'],
  ['head', 'head'],
])('the bone %s becomes %s', (bone, joint) => {
  expect(SMPL_JOINTS[jointOfBone(bone)]).toBe(joint);
});

test('torso bones are pooled', () => {
  expect(['Root', 'pelvis', 'spine_01', 'spine_03'].map(jointOfBone)).toEqual([-1, -1, -1, -1]);
});

/** Spine joints at 0.1, 0.25 and 0.4 m; a column of vertices, and a pair left and right of it. */
const joints = new Float64Array(72);
joints[3 * 3 + 1] = 0.1;
joints[3 * 6 + 1] = 0.25;
joints[3 * 9 + 1] = 0.4;
const heights = [-1, 0, 0.1, 0.2, 0.3, 0.4, 1, 0.2, 0.2];
const rest = Float64Array.from(heights.flatMap((y) => [0, y, 0]));
const mirror = Uint32Array.of(0, 1, 2, 3, 4, 5, 6, 8, 7);
const bones = ['spine_01', 'upperarm_l', 'upperarm_r', 'lowerarm_l', 'head'].map((name) => ({
  name,
  parent: -1,
  headCube: '',
}));
// The column hangs on the torso alone; vertex 7 (left) on five bones, vertex 8 (right) on the torso and its arm.
const rig = {
  start: Uint32Array.of(0, 1, 2, 3, 4, 5, 6, 7, 11, 13),
  columns: Uint32Array.of(0, 0, 0, 0, 0, 0, 0, 0, 1, 3, 4, 0, 2),
  values: Float64Array.of(1, 1, 1, 1, 1, 1, 1, 0.4, 0.3, 0.2, 0.1, 0.5, 0.5),
};
const weights = smplWeights(rig, bones, rest, joints, mirror);
const row = (v: number): Float32Array => weights.subarray(24 * v, 24 * (v + 1));

test('rows sum to one with at most four influences', () => {
  heights.forEach((_, v) => {
    expect(row(v).reduce((sum, value) => sum + value)).toBeCloseTo(1, 6);
    expect(row(v).filter((value) => value > 0).length).toBeLessThanOrEqual(4);
  });
});

test('the torso passes from pelvis to spine3 as y grows', () => {
  expect(row(0)[0]).toBe(1);
  expect(row(6)[9]).toBe(1);
  // At the height of spine1 half of the weight has left the pelvis.
  expect(row(2)[0]).toBeCloseTo(0.5, 6);
  const lever = [0, 1, 2, 3, 4, 5, 6].map((v) => row(v)[3] + 2 * row(v)[6] + 3 * row(v)[9]);
  for (let v = 1; v < lever.length; v++) expect(lever[v]).toBeGreaterThan(lever[v - 1] - 1e-6);
});

test('left and right weigh alike even where the rig does not', () => {
  for (let j = 0; j < 24; j++) expect(row(7)[j]).toBeCloseTo(row(8)[MIRRORED_JOINT[j]], 6);
});
