import { expect, test } from 'vitest';
import { assign } from '../../../core/sequence/assign.js';
import { seededRandom } from '../../../models/build/random.js';

/** The most that rows from `row` on can gain, by trying all. */
function best(gains: readonly (readonly number[])[], row = 0, taken: readonly number[] = []): number {
  if (row === gains.length) return 0;
  const alone = best(gains, row + 1, taken);
  return gains[row].reduce(
    (most, gain, c) => (taken.includes(c) ? most : Math.max(most, gain + best(gains, row + 1, [...taken, c]))),
    alone,
  );
}

test('the sum counts, not the best pair', () => {
  expect(
    assign([
      [0.9, 0.8],
      [0.8, 0],
    ]),
  ).toEqual([1, 0]);
});

test('what gains nothing stays alone, and there may be nobody', () => {
  expect(assign([[0, -1, Number.NaN], [0.1, 0, 0], []])).toEqual([-1, 0, -1]);
  expect(assign([[], []])).toEqual([-1, -1]);
  expect(assign([])).toEqual([]);
});

test('no other way gains more (seed 3)', () => {
  const random = seededRandom(3);
  for (let n = 0; n < 200; n++) {
    const [R, C] = [1 + Math.floor(5 * random.uniform()), 1 + Math.floor(5 * random.uniform())];
    const gains = Array.from({ length: R }, () =>
      Array.from({ length: C }, () => Math.max(0, 1.4 * random.uniform() - 0.4)),
    );
    const columns = assign(gains);
    const used = columns.filter((c) => c >= 0);
    expect(new Set(used).size).toBe(used.length);
    const sum = columns.reduce((total, c, row) => total + (c < 0 ? 0 : gains[row][c]), 0);
    expect(sum).toBeCloseTo(best(gains), 12);
  }
});
