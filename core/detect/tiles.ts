import type { Image } from '../types.js';
import type { Region } from './region.js';

/** Side of a tile as a share of the whole: halves that overlap by a fifth, so that nobody is cut by all of them. */
const TILE = 0.6;
/** A tile that shows less of the photo than this share of its own area is left out. */
const LEAST_PHOTO = 0.15;
/** People smaller than this share of the photo are worth a closer look. */
const SMALL = 0.35;
/** Room around small people for others beside them. */
const ROOM = 1.3;

/** Four overlapping squares in place of one, without those that lie beyond the photo. */
export function tilesOf(region: Region, image: Image): Region[] {
  const size = TILE * region.size;
  const offset = (region.size - size) / 2;
  return [-1, 1]
    .flatMap((v) => [-1, 1].map((u) => ({ x: region.x + u * offset, y: region.y + v * offset, size, rotation: 0 })))
    .filter((tile) => shareInside(tile, image) >= LEAST_PHOTO);
}

/** The upright square around all small people, when it is much smaller than the photo; else null. */
export function closeUp(people: readonly Region[], image: Image): Region | null {
  const whole = Math.max(image.width, image.height);
  const small = people.filter(({ size }) => size < SMALL * whole);
  if (small.length === 0) return null;
  const left = Math.min(...small.map(({ x, size }) => x - size / 2));
  const right = Math.max(...small.map(({ x, size }) => x + size / 2));
  const top = Math.min(...small.map(({ y, size }) => y - size / 2));
  const bottom = Math.max(...small.map(({ y, size }) => y + size / 2));
  const size = ROOM * Math.max(right - left, bottom - top);
  return size <= TILE * whole ? { x: (left + right) / 2, y: (top + bottom) / 2, size, rotation: 0 } : null;
}

/** Share of an upright square that lies in the photo. */
function shareInside({ x, y, size }: Region, { width, height }: Image): number {
  const across = Math.min(x + size / 2, width) - Math.max(x - size / 2, 0);
  const down = Math.min(y + size / 2, height) - Math.max(y - size / 2, 0);
  return (Math.max(0, across) * Math.max(0, down)) / (size * size);
}
