import { expect, test } from 'vitest';
import { walkSkeleton } from '../../../core/body/walk.js';
import { largestDifference } from '../../support/numeric-jacobian.js';

test('a chain of three: each quarter turn about z carries what hangs on it', () => {
  const parents = Int32Array.of(-1, 0, 1);
  const rest = Float64Array.of(0, 0, 0, 1, 0, 0, 2, 0, 0);
  const quarter = Math.PI / 2;
  // Translation, one number that is none of ours, then the pose.
  const numbers = Float64Array.of(5, 6, 7, 99, 0, 0, quarter, 0, 0, quarter, 0, 0, 0);
  const local = new Float64Array(27).fill(Number.NaN);
  const rotations = new Float64Array(27).fill(Number.NaN);
  const positions = new Float64Array(12).fill(Number.NaN);
  walkSkeleton(parents, rest, numbers, 4, local, rotations, positions);
  // Up from the root, then back to the left; what lies beyond the joints is not touched.
  expect(largestDifference(positions.subarray(0, 9), [5, 6, 7, 5, 7, 7, 4, 7, 7])).toBeLessThan(1e-15 * 16);
  expect(positions.subarray(9).every(Number.isNaN)).toBe(true);
  expect(largestDifference(local.subarray(9, 18), [0, -1, 0, 1, 0, 0, 0, 0, 1])).toBeLessThan(1e-15);
  expect(largestDifference(rotations.subarray(18), [-1, 0, 0, 0, -1, 0, 0, 0, 1])).toBeLessThan(1e-15);
});
