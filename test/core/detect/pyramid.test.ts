import { expect, test } from 'vitest';
import { buildPyramid, halve } from '../../../core/detect/pyramid.js';
import { cropRegion } from '../../../core/detect/sample.js';
import type { Image } from '../../../core/types.js';

const image = (width: number, height: number, grey: (column: number, row: number) => number): Image => {
  const rgba = new Uint8Array(4 * width * height).fill(255);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++)
      rgba.fill(grey(column, row), 4 * (row * width + column)).fill(255, 3, 4);
  }
  return { width, height, rgba };
};
const options = { resolution: 8, black: 0, white: 255, border: 'replicate', reads: 2 } as const;

test('halving takes means, and counts an odd last column and row twice', () => {
  const half = halve(image(3, 3, (column, row) => 11 * column + 40 * row));
  expect([half.width, half.height]).toEqual([2, 2]);
  expect([0, 4, 8, 12].map((o) => half.rgba[o])).toEqual([26, 42, 86, 102]);
});

test('a strong reduction averages instead of aliasing', () => {
  // Stripes one pixel wide: any plain read that hits pixel centres sees all black or all white.
  const stripes = image(128, 128, (column) => (column % 2 === 0 ? 0 : 200));
  const region = { x: 64.5, y: 64.5, size: 128, rotation: 0 };
  for (const value of buildPyramid(stripes).crop(region, options)) expect(value).toBeCloseTo(100, 3);
});

test('positions survive the levels', () => {
  const ramp = image(128, 128, (column) => column);
  const region = { x: 63, y: 65, size: 64, rotation: 0 };
  const out = buildPyramid(ramp).crop(region, options);
  // Half a grey level: each level rounds to whole numbers, always up.
  for (let column = 0; column < 8; column++) {
    expect(Math.abs(out[column] - (31 + 8 * (column + 0.5) - 0.5))).toBeLessThanOrEqual(1.5);
  }
});

test('a weak reduction is the mean of 2×2 reads of the photo', () => {
  const photo = image(16, 16, (column, row) => (37 * column + 91 * row) % 256);
  const region = { x: 8, y: 7, size: 12, rotation: 0.3 };
  expect(buildPyramid(photo).crop(region, options)).toEqual(cropRegion(photo, region, options, 2));
});

test('an enlargement is a plain read of the photo', () => {
  const photo = image(16, 16, (column, row) => (37 * column + 91 * row) % 256);
  const region = { x: 8, y: 7, size: 5, rotation: 0.3 };
  expect(buildPyramid(photo).crop(region, options)).toEqual(cropRegion(photo, region, options));
});
