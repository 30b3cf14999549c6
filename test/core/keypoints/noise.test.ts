import { expect, test } from 'vitest';
import { estimatedNoise, firstNoise } from '../../../core/keypoints/noise.js';

const errors = (...values: number[]): Float64Array => Float64Array.from(values);
const sure = errors(1, 1, 1, 1);

test('before a fit the noise is a share of the size, and never below half a pixel', () => {
  expect(firstNoise(200)).toBeCloseTo(7, 9);
  expect(firstNoise(0)).toBe(0.5);
});

test('it follows the errors, weighted by confidence', () => {
  expect(estimatedNoise(errors(2, 2, 2, 2), sure, 4, 100)).toBeCloseTo(3, 9);
  expect(estimatedNoise(errors(2, 2, 9, 9), errors(1, 1, 0, 0), 4, 100)).toBeCloseTo(3, 9);
  expect(estimatedNoise(errors(2, 2, 4, 4), errors(1, 1, 0.5, 0.5), 4, 100)).toBeCloseTo(3, 9); // half as sure, twice as far
});

test('outliers count as three times the noise assumed', () => {
  expect(estimatedNoise(errors(2, 2, 2, 500), sure, 4, 200)).toBeCloseTo((1.5 * (6 + 12)) / 4, 9);
});

test('it stays within its bounds; without an error it stays as assumed', () => {
  expect(estimatedNoise(errors(0, 0, 0, 0), sure, 4, 100)).toBeCloseTo(2.5, 9);
  expect(estimatedNoise(errors(99, 99, 99, 99), sure, 40, 100)).toBeCloseTo(6, 9);
  expect(estimatedNoise(errors(), errors(), 4, 100)).toBe(4);
  expect(estimatedNoise(errors(Number.NaN, 2), errors(1, 1), 4, 100)).toBeCloseTo(3, 9);
  expect(estimatedNoise(errors(0, 0), errors(1, 1), 0.5, 0)).toBe(0.5);
});
