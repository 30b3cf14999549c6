import { expect, test } from 'vitest';
import { meanRow, mixHalves, type Samples } from '../../../../models/build/body/samples.js';

const people = (first: number): Samples => ({
  count: 4,
  folded: Float32Array.of(first, 0, first + 1, 0, first + 2, 0, first + 3, 1),
  joints: new Float64Array(4 * 72).fill(first),
  stature: Float64Array.of(first, first + 1, first + 2, first + 3),
  bmi: new Float64Array(4).fill(first),
});

test('a neutral population is the first half of both', () => {
  const mixed = mixHalves(people(10), people(20));
  expect(mixed.count).toBe(4);
  expect([...mixed.folded]).toEqual([10, 0, 11, 0, 20, 0, 21, 0]);
  expect([...mixed.stature]).toEqual([10, 11, 20, 21]);
  expect([...mixed.bmi]).toEqual([10, 10, 20, 20]);
  expect(mixed.joints).toHaveLength(4 * 72);
  expect([mixed.joints[0], mixed.joints[287]]).toEqual([10, 20]);
});

test('meanRow averages each column', () => {
  expect([...meanRow(people(10).folded, 4)]).toEqual([11.5, 0.25]);
});
