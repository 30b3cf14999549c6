import { expect, test } from 'vitest';
import { frameRateOfTime, isFrameRate } from '../../../converters/formats/frame-rate.js';

test.each([0.001, 0.5, 12, 23.976, 29.97, 33.333, 59.94, 60, 100.001, 120.01, 240, 999.5, 1000])(
  '%d frames a second come back from a time with twelve decimals',
  (rate) => {
    expect(frameRateOfTime(Number((1 / rate).toFixed(12)))).toBe(rate);
  },
);

test.each([
  [0.033333, 30],
  [0.0333333, 30],
  [0.016667, 60],
  [0.016666, 60], // cut off
  [0.0083333, 120],
  [0.008333, 120],
  [0.004167, 240],
  [0.033367, 29.97],
  [0.016683, 59.941], // 59.94 in six decimals, as far as they tell
  [0.04, 25],
  [0.03, 33.333],
])('a time of %d s: %d frames a second', (time, rate) => {
  expect(frameRateOfTime(time)).toBe(rate);
});

test('a rate below a thousandth is not rounded away', () => {
  expect(frameRateOfTime(4000)).toBe(1 / 4000);
  expect(frameRateOfTime(666)).toBe(1 / 666);
});

test('what is no rate', () => {
  expect([0.001, 29.97, 1000].every(isFrameRate)).toBe(true);
  expect([0, -30, 1e12, 1e-12, Number.NaN, Number.POSITIVE_INFINITY].some(isFrameRate)).toBe(false);
});
