import { expect, test } from 'vitest';
import { contact } from '../../../core/terms/contact.js';

test('a point that stays costs nothing, two millimetres are one standard deviation', () => {
  const { points, coefficients, sigma } = contact(10);
  expect([...points]).toEqual([10]);
  const residual = (before: number, after: number): number =>
    (coefficients[0] * before + coefficients[1] * after) / sigma[0];
  expect(residual(1.5, 1.5)).toBe(0);
  expect(residual(1.5, 1.502)).toBeCloseTo(1, 10);
});
