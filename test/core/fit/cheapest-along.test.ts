import { describe, expect, test } from 'vitest';
import { type Along, cheapestAlong } from '../../../core/fit/cheapest-along.js';

const ALONG: Along = { spread: 2, step: 1, farthest: 4, smallest: 0.01, more: 6 };

/** Where the cheapest is found, and where it was looked for. */
async function search(costAt: (x: number) => number, change: Partial<Along> = {}) {
  const tried: number[] = [];
  const found = await cheapestAlong(
    async (x) => {
      tried.push(x);
      return costAt(x);
    },
    { ...ALONG, ...change },
  );
  return { found, tried };
}

const parabola =
  (at: number, worth: number) =>
  (x: number): number =>
    worth * (x - at) ** 2;

describe('a parabola', () => {
  test.each([-3.7, -1.5, -0.3, 0, 0.4, 1, 2.2, 3.9])('a sure one at %f is found', async (at) => {
    const { found } = await search(parabola(at, 1e6));
    // With the prior it is a parabola still, which three trials tell exactly; what is smaller than `smallest` is left.
    expect(Math.abs(found - at)).toBeLessThanOrEqual(ALONG.smallest);
  });

  test.each([-2, 0.8, 3])('one as unsure as what is known beforehand, at %f, is met half-way', async (at) => {
    const { found } = await search(parabola(at, 1 / (2 * ALONG.spread ** 2)), { smallest: 1e-9 });
    expect(found).toBeCloseTo(at / 2, 6);
  });

  test('the spread says how much is known', async () => {
    const { found } = await search(parabola(2, 0.5), { spread: Math.sqrt(3), smallest: 1e-9 });
    expect(found).toBeCloseTo((2 * 3) / (3 + 1), 6);
  });
});

describe('nothing is known', () => {
  test('of a flat cost, after the first three trials', async () => {
    expect(await search(() => 7)).toEqual({ found: 0, tried: [0, -1, 1] });
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY])('of a cost that is %f everywhere', async (cost) => {
    const { found, tried } = await search(() => cost);
    expect(found).toBe(0);
    expect(tried.every(Number.isFinite)).toBe(true);
  });

  test('where it is not finite; what is finite counts', async () => {
    expect((await search((x) => (x > 0.5 ? 3 : Number.NaN))).found).toBe(1);
    expect((await search((x) => (x === 0 ? 3 : Number.NaN))).found).toBe(0);
    const { found, tried } = await search((x) => (x < -0.5 ? Number.POSITIVE_INFINITY : parabola(0.2, 1e6)(x)));
    expect([0, 0.2].some((value) => Math.abs(found - value) < 0.01)).toBe(true);
    expect(tried.every(Number.isFinite)).toBe(true);
  });
});

describe('how far it goes', () => {
  test.each([-1, 1])('never beyond the farthest: %f', async (sign) => {
    const { found, tried } = await search(parabola(sign * 100, 1e6), { farthest: 2.5 });
    expect(found).toBe(sign * 2.5);
    expect(Math.max(...tried.map(Math.abs))).toBe(2.5);
  });

  test('a step at most beyond the best yet', async () => {
    const { tried } = await search(parabola(3.5, 1e6));
    expect(tried.slice(0, 5)).toEqual([0, -1, 1, 2, 3]);
  });

  test.each([-1, 1])('downhill where there is no minimum between: %f', async (sign) => {
    // Steeper the further: no parabola through it has a minimum.
    const { tried } = await search((x) => -10 * Math.exp(sign * x));
    expect(tried.slice(3)).toEqual([2, 3, 4].map((x) => sign * x));
  });

  test('so many trials and no more', async () => {
    const { tried } = await search((x) => -10 * Math.exp(x), { more: 2 });
    expect(tried).toHaveLength(5);
  });

  test('not where a step is too small to matter', async () => {
    expect((await search(parabola(0.3, 1e6), { smallest: 0.5 })).found).toBe(0);
    expect((await search(parabola(0.3, 1e6), { smallest: 0.2 })).tried).toHaveLength(4);
  });
});

test.each([1e-4, 1e-2, 30])('in another unit, %f of ours, it is the same search', async (unit) => {
  const scaled = { spread: 2 * unit, step: unit, farthest: 4 * unit, smallest: 0.01 * unit };
  // Sure of it; less sure than the prior; and so flat, without one, that it hardly tells.
  for (const [worth, spread] of [
    [1e6, 2],
    [0.05, 2],
    [1e-3, 1e6],
    [2e-5, 1e6],
  ]) {
    const costAt = (x: number): number => worth * (x - 2.4) ** 2 + 0.02 * worth * x ** 3;
    const ours = await search(costAt, { spread });
    const other = await search((x) => costAt(x / unit), { ...scaled, spread: spread * unit });
    expect(other.tried).toHaveLength(ours.tried.length);
    other.tried.forEach((x, i) => {
      expect(x / unit).toBeCloseTo(ours.tried[i], 9);
    });
    expect(other.found / unit).toBeCloseTo(ours.found, 9);
  }
});
