import { expect, test } from 'vitest';
import { closeUps, quarterTurns, tilesOf } from '../../../core/detect/tiles.js';

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

test('each group of small people gets a close-up, with room; large ones need none', () => {
  const small = [
    { x: 200, y: 300, size: 100, rotation: 0.3 },
    { x: 260, y: 320, size: 100, rotation: 0 },
    { x: 700, y: 300, size: 50, rotation: 0 },
  ];
  const large = { x: 700, y: 500, size: 600, rotation: 0 };
  expect(closeUps([...small, large], photo(1000, 800))).toEqual([
    { x: 230, y: 310, size: 1.3 * 160, rotation: 0 },
    { x: 700, y: 300, size: 1.3 * 50, rotation: 0 },
  ]);
  expect(closeUps([large], photo(1000, 800))).toEqual([]);
});

test('one between two groups makes them one; a group as wide as the photo has been looked at', () => {
  const row = [100, 160, 220].map((x) => ({ x, y: 300, size: 100, rotation: 0 }));
  const [first, between, last] = row;
  expect(closeUps([first, last], photo(1000, 800))).toHaveLength(2); // 120 apart, 0.35 · 200 = 70
  expect(closeUps([first, last, between], photo(1000, 800))).toEqual([{ x: 160, y: 300, size: 286, rotation: 0 }]);
  const wide = [0, 1, 2, 3, 4, 5, 6, 7].map((i) => ({ x: 100 + 60 * i, y: 300, size: 100, rotation: 0 }));
  expect(closeUps(wide, photo(1000, 800))).toEqual([]); // 1.3 · 520 of 1000
});

test('a close-up is turned as most of the group stand', () => {
  const turned = [1.4, -1.5, 1.7].map((rotation, i) => ({ x: 200 + 30 * i, y: 300, size: 100, rotation }));
  expect(closeUps(turned, photo(1000, 800))).toEqual([{ x: 230, y: 300, size: 208, rotation: Math.PI / 2 }]);
  expect(quarterTurns(turned[1])).toBe(3);
});
