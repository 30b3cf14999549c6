import { describe, expect, test } from 'vitest';
import { fitCapsule, nthSmallest } from '../../../core/body/capsules-fit.js';
import { seededRandom } from '../../../models/build/random.js';

/** Points on a tube of radius 0.1 along x from −0.5 to 0.5, with round caps beyond; `bulge` of them stand out. */
function tube(bulge = 0): Float64Array {
  const random = seededRandom(3);
  const points: number[] = [];
  for (let n = 0; n < 4000; n++) {
    const x = 1.2 * random.uniform() - 0.6;
    const beyond = Math.max(0, Math.abs(x) - 0.5);
    const radius = Math.sqrt(Math.max(0, 0.01 - beyond * beyond)) * (n < bulge ? 1.6 : 1);
    const turn = 2 * Math.PI * random.uniform();
    points.push(x, 2 + radius * Math.cos(turn), -1 + radius * Math.sin(turn));
  }
  return Float64Array.from(points);
}

describe('a capsule is found again', () => {
  test('from its own surface', () => {
    const { ends, radius } = fitCapsule(tube(), [3, 0, 0], null);
    expect(radius).toBeCloseTo(0.1, 3);
    // Two per cent of the points are not believed: the caps end 1 to 2 cm early.
    for (const [i, value] of [-0.5, 2, -1, 0.5, 2, -1].entries()) expect(Math.abs(ends[i] - value)).toBeLessThan(0.025);
  });

  test('a tenth of the points that stand out move it little', () => {
    expect(fitCapsule(tube(400), [1, 0, 0], null).radius).toBeCloseTo(0.1, 2);
  });

  test('along any direction', () => {
    const turned = tube().map((_, i, all) => all[i - (i % 3) + ((i + 1) % 3)]); // (x, y, z) → (y, z, x)
    const { ends, radius } = fitCapsule(turned, [0, 0, -1], null);
    expect(radius).toBeCloseTo(0.1, 3);
    expect(ends[2] - ends[5]).toBeCloseTo(1, 1);
  });
});

test('the walls of a slice decide, not the heights of its points', () => {
  // A slice of a stadium: half width 0.3, half depth 0.1, high as a tower.
  const wall = tube().map((value, i) => (i % 3 === 1 ? 2 + 5 * Math.sin(i) : value));
  const flat = wall.map((value, i) => (i % 3 === 2 ? -1 + 0.1 * Math.sign(value + 1) : value));
  const { radius } = fitCapsule(flat, [1, 0, 0], 1);
  expect(radius).toBeCloseTo(0.1, 2);
  expect(fitCapsule(flat, [1, 0, 0], null).radius).toBeGreaterThan(1);
});

test('a part without points is a point', () => {
  expect(fitCapsule(new Float64Array(0), [1, 0, 0], null)).toEqual({ ends: new Float64Array(6), radius: 0 });
});

test('selection agrees with sorting', () => {
  for (let seed = 1; seed < 20; seed++) {
    const random = seededRandom(seed);
    // Few different values: ties are the hard case.
    const values = Float64Array.from({ length: 1 + seed }, () => Math.floor(5 * random.uniform()));
    const sorted = values.slice().sort();
    for (let n = 0; n < values.length; n++) expect(nthSmallest(values.slice(), n), `seed ${seed}`).toBe(sorted[n]);
  }
});
