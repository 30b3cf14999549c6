import { expect, test } from 'vitest';
import { SMPL_JOINTS } from '../../../core/body/joint-sets.js';
import { confidenceOf } from '../../../core/fit/confidence.js';

const J = SMPL_JOINTS.length;
const of = (deviation: number): number => confidenceOf(new Float64Array(J).fill(deviation)).joints[1];

test('P(|e| < 0.1 m) of a normal error of √((1.2 d)² + 0.03²) metres', () => {
  // Tables of the normal distribution: within 1 sigma 0.6827, within 2 sigma 0.9545.
  expect(of(Math.sqrt(0.1 ** 2 - 0.03 ** 2) / 1.2)).toBeCloseTo(0.6827, 4);
  expect(of(Math.sqrt(0.05 ** 2 - 0.03 ** 2) / 1.2)).toBeCloseTo(0.9545, 4);
});

test('surer the smaller the deviation; nothing is known of what may be anywhere', () => {
  expect(of(0)).toBeGreaterThan(0.99);
  expect(of(0.05)).toBeGreaterThan(of(0.08));
  expect(of(Number.POSITIVE_INFINITY)).toBeCloseTo(0, 6); // the error function is good to 1e-7
});

test('overall is the mean without the pelvis, which is where it is, and the hands', () => {
  const deviations = new Float64Array(J);
  const told = SMPL_JOINTS.filter((name) => !name.endsWith('hand') && name !== 'pelvis');
  for (const name of ['pelvis', 'left_hand', 'right_hand'] as const) deviations[SMPL_JOINTS.indexOf(name)] = 9;
  expect(confidenceOf(deviations).overall).toBeCloseTo(of(0), 12);
  deviations[SMPL_JOINTS.indexOf('head')] = Number.POSITIVE_INFINITY;
  expect(confidenceOf(deviations).overall).toBeCloseTo((of(0) * (told.length - 1)) / told.length, 6);
});
