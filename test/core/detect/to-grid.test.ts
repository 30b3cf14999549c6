import { expect, test } from 'vitest';
import { toGrid } from '../../../core/detect/to-grid.js';

test('undoes what toImage does: scale, turn and shift', () => {
  const toImage = { a: 1.5, b: -2, x: 120, y: 80 };
  const out = new Float64Array(3).fill(7);
  for (const [u, v] of [
    [0, 0],
    [3, 1],
    [-2.5, 40],
  ]) {
    // toImage: (x, y) = (a·u − b·v, b·u + a·v) + (x, y), see Mask.
    toGrid({ toImage }, 1.5 * u + 2 * v + 120, -2 * u + 1.5 * v + 80, out, 1);
    expect([...out]).toEqual([7, expect.closeTo(u, 12), expect.closeTo(v, 12)]);
  }
});
