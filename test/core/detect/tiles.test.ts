import { expect, test } from 'vitest';
import { closeUp, tilesOf } from '../../../core/detect/tiles.js';

const photo = (width: number, height: number) => ({ width, height, rgba: new Uint8Array(0) });
const whole = { x: 500, y: 500, size: 1000, rotation: 0 };

test('four tiles cover the photo, and overlap by a fifth of it', () => {
  const tiles = tilesOf(whole, photo(1000, 1000));
  expect(tiles.map(({ x, y, size }) => [x, y, size])).toEqual([
    [300, 300, 600],
    [700, 300, 600],
    [300, 700, 600],
    [700, 700, 600],
  ]);
});

test('tiles beyond a flat photo are left out', () => {
  // Photo rows 0 to 80 lie at y 460 to 540 of the letterbox; its tiles show at most 80 of their 600 rows.
  expect(tilesOf({ x: 500, y: 40, size: 1000, rotation: 0 }, photo(1000, 80))).toEqual([]);
  expect(tilesOf({ x: 500, y: 150, size: 1000, rotation: 0 }, photo(1000, 300))).toHaveLength(4);
});

test('a close-up holds all small people, with room; large ones need none', () => {
  const small = [
    { x: 200, y: 300, size: 100, rotation: 1 },
    { x: 300, y: 320, size: 100, rotation: 0 },
  ];
  const large = { x: 700, y: 500, size: 600, rotation: 0 };
  expect(closeUp([...small, large], photo(1000, 800))).toEqual({ x: 250, y: 310, size: 1.3 * 200, rotation: 0 });
  expect(closeUp([large], photo(1000, 800))).toBeNull();
  // As far apart as the photo is wide: the whole has been looked at.
  expect(closeUp([small[0], { ...small[1], x: 900 }], photo(1000, 800))).toBeNull();
});
