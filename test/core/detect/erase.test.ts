import { expect, test } from 'vitest';
import { erasePeople, isOnMask } from '../../../core/detect/erase.js';
import type { Mask } from '../../../core/types.js';

/** A 4×4 mask, its left half on the person, over photo pixels 100 to 140 each way. */
const mask: Mask = {
  size: 4,
  values: Float32Array.from({ length: 16 }, (_, i) => (i % 4 < 2 ? 1 : 0)),
  toImage: { a: 10, b: 0, x: 100, y: 100 },
};

test('a point is on the mask, off it, or beyond it', () => {
  expect([105, 119, 121, 139, 99, 141].map((x) => isOnMask(mask, x, 110))).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
  ]);
  // Turned a quarter: grid columns run down the photo, rows to the left.
  const turned = { ...mask, toImage: { a: 0, b: 10, x: 140, y: 100 } };
  expect([isOnMask(turned, 120, 110), isOnMask(turned, 120, 130)]).toEqual([true, false]);
});

test('erasing turns the person grey and leaves the rest, in any crop', () => {
  const S = 8;
  const crop = new Float32Array(3 * S * S).fill(0.9);
  // 80 photo pixels across 8: columns 0 to 3 show photo x 80 to 120, the person is columns 2 and 3 of rows 2 to 5.
  erasePeople(crop, S, { x: 120, y: 120, size: 80, rotation: 0 }, [mask]);
  const grey = (column: number, row: number): boolean =>
    [0, 1, 2].every((plane) => Math.abs(crop[plane * S * S + row * S + column] - 0.5) < 1e-6);
  for (let row = 0; row < S; row++) {
    for (let column = 0; column < S; column++) {
      expect(grey(column, row)).toBe(row >= 2 && row < 6 && column >= 2 && column < 4);
    }
  }
  // The crop turned by a half: what was left is right.
  const turned = new Float32Array(3 * S * S).fill(0.9);
  erasePeople(turned, S, { x: 120, y: 120, size: 80, rotation: Math.PI }, [mask]);
  expect(turned[3 * S + 4]).toBeCloseTo(0.5, 6);
  expect(turned[3 * S + 3]).toBeCloseTo(0.9, 6);
  // The mask turned by a quarter: its person is the upper half of the square.
  const upper = new Float32Array(3 * S * S).fill(0.9);
  erasePeople(upper, S, { x: 120, y: 120, size: 80, rotation: 0 }, [
    { ...mask, toImage: { a: 0, b: 10, x: 140, y: 100 } },
  ]);
  expect([upper[3 * S + 2], upper[3 * S + 5]]).toEqual([0.5, 0.5]);
  expect(upper[4 * S + 2]).toBeCloseTo(0.9, 6);
});
