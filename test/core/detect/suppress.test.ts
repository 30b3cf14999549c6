import { expect, test } from 'vitest';
import { intersectionOverUnion, suppress } from '../../../core/detect/suppress.js';

const candidate = (score: number, left: number, point: number) => ({
  score,
  box: [left, 0, left + 1, 1],
  points: [point, 0, 0, 0, 0, 0, 0, 0],
});

test('intersection over union', () => {
  expect(intersectionOverUnion([0, 0, 2, 2], [1, 0, 3, 2])).toBeCloseTo(1 / 3, 12);
  expect(intersectionOverUnion([0, 0, 1, 1], [2, 2, 3, 3])).toBe(0);
});

test('those that overlap merge by score, the others stay, best first', () => {
  const [first, second, ...rest] = suppress([candidate(0.6, 5, 9), candidate(0.6, 0.3, 4), candidate(0.9, 0, 1)], 0.3);
  expect(rest).toEqual([]);
  expect(first.score).toBe(0.9);
  expect(first.box[0]).toBeCloseTo((0.6 * 0.3) / 1.5, 12);
  expect(first.points[0]).toBeCloseTo((0.9 * 1 + 0.6 * 4) / 1.5, 12);
  expect(second).toEqual(candidate(0.6, 5, 9));
});

test('an empty box, which overlaps nothing and not even itself, still ends', () => {
  const empty = { ...candidate(0.9, 0, 0), box: [0, 0, 0, 0] };
  expect(suppress([empty, { ...empty }], 0.3)).toHaveLength(2);
});
