import { expect, test } from 'vitest';
import { maskAt } from '../../../core/skin/skin-maps.js';

test('a mask is read bilinearly, top row first, v up', () => {
  const mask = { size: 2, values: Uint8Array.of(255, 0, 0, 0) };
  expect(maskAt(mask, 0.25, 0.75)).toBeCloseTo(1, 6);
  expect(maskAt(mask, 0.25, 0.25)).toBeLessThan(0.01);
  expect(maskAt(mask, 0.5, 0.75)).toBeCloseTo(0.5, 6);
  expect(maskAt(mask, 0.5, 0.5)).toBeCloseTo(0.25, 6);
  for (const [u, v] of [
    [-1, 2],
    [2, -1],
    [1, 1],
    [0, 0],
  ])
    expect(maskAt(mask, u, v)).toBeGreaterThanOrEqual(0);
});
