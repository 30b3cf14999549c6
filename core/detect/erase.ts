import type { Mask } from '../types.js';
import { type Region, toPhoto } from './region.js';

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
  for (const { size, values, toImage } of masks) {
    // Photo to grid: the inverse of the mask's similarity.
    const { a, b } = toImage;
    const scale = a * a + b * b;
    for (let row = 0; row < S; row++) {
      for (let column = 0; column < S; column++) {
        const x = corner.x + stepX * (column + 0.5) - stepY * (row + 0.5) - toImage.x;
        const y = corner.y + stepY * (column + 0.5) + stepX * (row + 0.5) - toImage.y;
        const u = Math.floor((a * x + b * y) / scale);
        const v = Math.floor((a * y - b * x) / scale);
        if (!(u >= 0 && v >= 0 && u < size && v < size)) continue;
        const p = values[v * size + u];
        for (let o = row * S + column; o < 3 * S * S; o += S * S) crop[o] += p * (GREY - crop[o]);
      }
    }
  }
}

/** Whether a point of the photo is more likely on the person of the mask than not. */
export function isOnMask({ size, values, toImage }: Mask, x: number, y: number): boolean {
  const { a, b } = toImage;
  const scale = a * a + b * b;
  const [right, down] = [x - toImage.x, y - toImage.y];
  const u = Math.floor((a * right + b * down) / scale);
  const v = Math.floor((a * down - b * right) / scale);
  return u >= 0 && v >= 0 && u < size && v < size && values[v * size + u] > 0.5;
}
