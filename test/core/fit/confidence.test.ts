import { expect, test } from 'vitest';
import { SMPL_JOINTS } from '../../../core/body/joint-sets.js';
import { confidenceOf } from '../../../core/fit/confidence.js';

const J = SMPL_JOINTS.length;
/** What is promised of joints whose errors have these standard deviations along three axes. */
const of = (...deviations: [number, number, number]): number => confidenceOf(all(...deviations)).joints[1];
/** √((1.1 d)² + 0.03²/3) = the wanted deviation. */
const given = (wanted: number): number => Math.sqrt(wanted ** 2 - 0.03 ** 2 / 3) / 1.1;

function all(x: number, y: number, z: number): Float64Array {
  const covariances = new Float64Array(9 * J);
  for (let j = 0; j < J; j++) covariances.set([x * x, 0, 0, 0, y * y, 0, 0, 0, z * z], 9 * j);
  return covariances;
}

test('P(|e| < 0.1 m) of an error that is alike in all directions', () => {
  // Tables of chi-square with three degrees of freedom: 2.366 is the median, below 7.815 are 95 %.
  for (const [chiSquare, share] of [
    [2.366, 0.5],
    [7.815, 0.95],
  ]) {
    const d = given(0.1 / Math.sqrt(chiSquare));
    expect(of(d, d, d)).toBeCloseTo(share, 3);
  }
});

test('an error of one direction is as likely to be small as the normal distribution says', () => {
  // The other two have 0.017 m: 0.1 m is 1 sigma of the first.
  const one = of(0, 0, given(0.1));
  expect(one).toBeGreaterThan(0.64);
  expect(one).toBeLessThan(0.6827);
});

test('of the same variance the error of one direction is the likelier to be small, however it is turned', () => {
  const d = 0.3;
  expect(of(0, 0, d)).toBeGreaterThan(2 * of(d / Math.sqrt(3), d / Math.sqrt(3), d / Math.sqrt(3)));
  const turned = new Float64Array(9 * J);
  for (let j = 0; j < J; j++) turned.set(new Array(9).fill(d ** 2 / 3), 9 * j); // along (1, 1, 1)
  expect(confidenceOf(turned).joints[1]).toBeCloseTo(of(0, 0, d), 12);
});

test('surer the smaller the deviation; nothing is known of what may be anywhere', () => {
  expect(of(0, 0, 0)).toBeGreaterThan(0.99);
  expect(of(0.05, 0.05, 0.05)).toBeGreaterThan(of(0.08, 0.05, 0.05));
  expect(of(1e-9, 1e-9, 1e-9)).toBeLessThanOrEqual(1);
  expect(confidenceOf(new Float64Array(9 * J).fill(Number.POSITIVE_INFINITY)).joints[1]).toBe(0);
  expect(confidenceOf(new Float64Array(9 * J).fill(Number.NaN)).joints[1]).toBe(0);
});

test('overall is the mean without the pelvis, which is where it is, and the hands', () => {
  const covariances = all(0, 0, 0);
  const told = SMPL_JOINTS.filter((name) => !name.endsWith('hand') && name !== 'pelvis');
  for (const name of ['pelvis', 'left_hand', 'right_hand'] as const) covariances[9 * SMPL_JOINTS.indexOf(name)] = 81;
  expect(confidenceOf(covariances).overall).toBeCloseTo(of(0, 0, 0), 12);
  covariances[9 * SMPL_JOINTS.indexOf('head')] = Number.POSITIVE_INFINITY;
  expect(confidenceOf(covariances).overall).toBeCloseTo((of(0, 0, 0) * (told.length - 1)) / told.length, 12);
});
