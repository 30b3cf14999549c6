import { expect, test } from 'vitest';
import { SMPL_JOINTS } from '../../../core/body/joint-sets.js';
import { acceleration } from '../../../core/terms/acceleration.js';

test('the coefficients are those of an acceleration in metres a second squared', () => {
  const { coefficients } = acceleration([], 20);
  // A point that falls: p = ½ g t² at t = −1/20, 0, 1/20 s.
  const fall = [-1, 0, 1].map((frame) => (9.81 / 2) * (frame / 20) ** 2);
  expect(coefficients.reduce((sum, c, i) => sum + c * fall[i], 0)).toBeCloseTo(9.81, 10);
  // Uniform motion has none.
  expect(coefficients.reduce((sum, c, i) => sum + c * (3 + 0.2 * i), 0)).toBeCloseTo(0, 10);
});

test('joints and surface points have one sigma each, limbs a larger one than the trunk', () => {
  const { points, sigma } = acceleration(['nose', 'left_heel'], 30);
  expect([...points]).toEqual([...Array(26).keys()]);
  const of = (name: (typeof SMPL_JOINTS)[number]): number => sigma[SMPL_JOINTS.indexOf(name)];
  expect(of('left_ankle')).toBeGreaterThan(of('pelvis'));
  expect(of('left_ankle')).toBe(of('right_ankle'));
  expect(sigma[24]).toBe(of('head'));
  expect(sigma[25]).toBe(of('left_foot'));
});
