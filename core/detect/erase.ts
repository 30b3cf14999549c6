import type { Mask } from '../types.js';
import { type Region, toPhoto } from './region.js';
import { toGrid } from './to-grid.js';

/** What takes the place of the people erased, from black 0 to white 1: mid grey, like nothing in particular. */
const GREY = 0.5;

/**
 * Paints people over in a crop, in place: value = (1 − p)·value + p·grey, p the highest probability of their masks.
 *
 * The landmark network finds the most prominent person of its region. Where two overlap, the one behind is found only
 * when the one in front is out of its sight.
 *
 * @param crop 3×S×S, values from 0 to 1, overwritten
 */
export function erasePeople(crop: Float32Array, S: number, region: Region, masks: readonly Mask[]): void {
  const corner = toPhoto(region, 0, 0);
  const stepX = (Math.cos(region.rotation) * region.size) / S;
  const stepY = (Math.sin(region.rotation) * region.size) / S;
  const cell = new Float64Array(2);
  for (const mask of masks) {
    const { size, values } = mask;
    for (let row = 0; row < S; row++) {
      for (let column = 0; column < S; column++) {
        const x = corner.x + stepX * (column + 0.5) - stepY * (row + 0.5);
        const y = corner.y + stepY * (column + 0.5) + stepX * (row + 0.5);
        toGrid(mask, x, y, cell);
        const u = Math.floor(cell[0]);
        const v = Math.floor(cell[1]);
        if (!(u >= 0 && v >= 0 && u < size && v < size)) continue;
        const p = values[v * size + u];
        for (let o = row * S + column; o < 3 * S * S; o += S * S) crop[o] += p * (GREY - crop[o]);
      }
    }
  }
}

/** Whether a point of the photo is more likely on the person of the mask than not. */
export function isOnMask(mask: Mask, x: number, y: number): boolean {
  const { size, values } = mask;
  const cell = new Float64Array(2);
  toGrid(mask, x, y, cell);
  const [u, v] = cell.map(Math.floor);
  return u >= 0 && v >= 0 && u < size && v < size && values[v * size + u] > 0.5;
}
