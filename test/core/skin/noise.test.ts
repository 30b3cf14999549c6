import { expect, test } from 'vitest';
import { noise, smoothstep } from '../../../core/skin/noise.js';
import { seededRandom } from '../../../models/build/random.js';

test('noise stays within −1 and 1, uses the range and has no bias (seed 5)', () => {
  const random = seededRandom(5);
  let sum = 0;
  let low = 1;
  let high = -1;
  const N = 20_000;
  for (let i = 0; i < N; i++) {
    const value = noise(100 * random.normal(), 100 * random.normal(), 100 * random.normal());
    sum += value;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  expect(low).toBeGreaterThanOrEqual(-1);
  expect(high).toBeLessThanOrEqual(1);
  expect(high - low).toBeGreaterThan(1.5);
  // The standard error of the mean is about 0.3 / √N = 0.002.
  expect(Math.abs(sum / N)).toBeLessThan(0.02);
});

test('noise is continuous across the lattice and the same each time', () => {
  for (const x of [-3, 0, 7]) {
    expect(Math.abs(noise(x - 1e-6, 0.3, 0.6) - noise(x + 1e-6, 0.3, 0.6))).toBeLessThan(1e-4);
  }
  expect(noise(0.25, -1.5, 3.75)).toBe(noise(0.25, -1.5, 3.75));
  expect(noise(0.25, -1.5, 3.75)).not.toBe(noise(0.25, -1.5, 4.75));
});

test('smoothstep runs from 0 to 1, and back when its ends are exchanged', () => {
  expect([0, 1, 1.5, 2, 3].map((x) => smoothstep(1, 2, x))).toEqual([0, 0, 0.5, 1, 1]);
  expect([0, 1, 1.5, 2, 3].map((x) => smoothstep(2, 1, x))).toEqual([1, 1, 0.5, 0, 0]);
});
