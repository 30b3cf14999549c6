import { expect, test } from 'vitest';
import { median } from '../../../core/metrics/median.js';

test('the middle one, the upper of two, NaN last, and the values stay as they are', () => {
  const values = Float64Array.of(10, 9, 100);
  expect(median(values)).toBe(10);
  expect([...values]).toEqual([10, 9, 100]);
  expect(median(Float64Array.of(4, 1, 2, 3))).toBe(3);
  expect(median(Float64Array.of(Number.NaN, 2, 1))).toBe(2);
});
