import type { Mask } from '../types.js';

/**
 * The place of a point of the photo on the grid of a mask: the inverse of toImage. (0, 0) is the corner of the first
 * cell, and a cell is one unit wide.
 *
 * @param x pixels; so is y
 * @param out 2 numbers at `at`, overwritten
 */
export function toGrid({ toImage }: Pick<Mask, 'toImage'>, x: number, y: number, out: Float64Array, at = 0): void {
  const { a, b } = toImage;
  const scale = a * a + b * b;
  const right = x - toImage.x;
  const down = y - toImage.y;
  out[at] = (a * right + b * down) / scale;
  out[at + 1] = (a * down - b * right) / scale;
}
