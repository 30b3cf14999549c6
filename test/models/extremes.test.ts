import { expect, test } from 'vitest';
import { largest, smallest } from '../../models/extremes.js';

test('the smallest and the largest, be they of more values than a call takes', () => {
  const many = Array.from({ length: 500_000 }, (_, i) => i - 7);
  expect([smallest(many), largest(many)]).toEqual([-7, 499_992]);
  expect([smallest([3, 1, 2]), largest([3, 1, 2])]).toEqual([1, 3]);
});

test('a bound, and nothing without values', () => {
  expect([smallest([3], 2), largest([3], 4), largest([], 0)]).toEqual([2, 4, 0]);
  expect([smallest([]), largest([])]).toEqual([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
});
