import { expect, test } from 'vitest';
import { SMPL_JOINTS, SMPL_PARENTS } from '../../core/body/joint-sets.js';
import { reduceToSmpl, smplJointOf } from '../../models/reduce-body.js';

/** Five fingers of three joints each, the first joint of each on the wrist. */
const fingers = (first: number, wrist: number): number[] =>
  Array.from({ length: 15 }, (_, i) => (i % 3 === 0 ? wrist : first + i - 1));
const body = SMPL_PARENTS.slice(0, 22);
const smplh = [...body, ...fingers(22, 20), ...fingers(37, 21)];
const smplx = [...body, 15, 15, 15, ...fingers(25, 20), ...fingers(40, 21)];
const joint = (name: (typeof SMPL_JOINTS)[number]): number => SMPL_JOINTS.indexOf(name);

test('SMPL is itself', () => {
  expect(smplJointOf(SMPL_PARENTS)).toEqual([...SMPL_PARENTS.keys()]);
});

test('fingers go with the hand, jaw and eyes with the head', () => {
  expect(smplJointOf(smplh)?.slice(22)).toEqual([
    ...Array(15).fill(joint('left_hand')),
    ...Array(15).fill(joint('right_hand')),
  ]);
  expect(smplJointOf(smplx)?.slice(22, 26)).toEqual([15, 15, 15, joint('left_hand')]);
});

test.each([
  ['fewer joints (a hand, a face)', SMPL_PARENTS.slice(0, 16)],
  ['a tail on the pelvis', [...smplh, 0]],
  ['only one hand', [...body, ...fingers(22, 20)]],
  ['another tree', smplh.map((parent, j) => (j === 4 ? 2 : parent))],
  ['a joint on itself', smplh.map((parent, j) => (j === 23 ? 23 : parent))],
])('%s is no body of ours', (_, parents) => {
  expect(smplJointOf(parents)).toBeNull();
});

test('weights are added up, a hand lies in the middle of four knuckles, not the thumb', () => {
  const N = smplh.length;
  const target = smplJointOf(smplh) ?? [];
  // As many vertices as joints: vertex v is moved, and regressed, by joint v alone.
  const identity = Float32Array.from({ length: N * N }, (_, i) => (i % (N + 1) === 0 ? 1 : 0));
  const { weights, regressor } = reduceToSmpl(
    { parents: Int32Array.from(smplh), weights: identity, regressor: identity, poseDirs: null },
    target,
  );
  const thumb = 22 + 12;
  expect(weights[thumb * 24 + joint('left_hand')]).toBe(1);
  const row = regressor.subarray(joint('left_hand') * N, (joint('left_hand') + 1) * N);
  expect([...row.keys()].filter((v) => row[v] === 0.25)).toEqual([22, 25, 28, 31]);
});
