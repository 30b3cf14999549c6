import { expect, test } from 'vitest';
import { dot } from '../../../core/solver/dot.js';

test('parts of two arrays, an even and an odd number of them, and none', () => {
  const A = Float64Array.of(9, 1, 2, 3, 9);
  const B = Float64Array.of(9, 9, 10, 100, 1000, 9);
  expect(dot(A, 1, B, 2, 3)).toBe(10 + 200 + 3000);
  expect(dot(A, 1, B, 2, 2)).toBe(210);
  expect(dot(A, 1, B, 2, 0)).toBe(0);
});
