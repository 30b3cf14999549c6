import { expect, test } from 'vitest';
import { cropRegion } from '../../../core/detect/sample.js';
import type { Image } from '../../../core/types.js';

/** A photo whose red grows by 2 a column, green by 3 a row; blue is 100. Bilinear reads of it are exact. */
function ramp(width: number, height: number): Image {
  const rgba = new Uint8Array(4 * width * height);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++)
      rgba.set([2 * column, 3 * row, 100, 255], 4 * (row * width + column));
  }
  return { width, height, rgba };
}

const S = 8;
const options = { resolution: S, black: 0, white: 255, border: 'replicate' } as const;
/** float32 over values up to 255. */
const EXACT = 1e-4;

test.each([1, 2])('a turned, scaled crop of a ramp is exact with %i×%i reads', (samples) => {
  const region = { x: 31.3, y: 27.6, size: 20, rotation: 0.7 };
  const out = cropRegion(ramp(64, 64), region, options, samples);
  const [cos, sin] = [Math.cos(0.7), Math.sin(0.7)];
  for (let row = 0; row < S; row++) {
    for (let column = 0; column < S; column++) {
      const u = ((column + 0.5) / S - 0.5) * 20;
      const v = ((row + 0.5) / S - 0.5) * 20;
      const o = row * S + column;
      // The value of column c sits at its centre, c + ½.
      expect(Math.abs(out[o] - 2 * (31.3 + cos * u - sin * v - 0.5))).toBeLessThan(EXACT);
      expect(Math.abs(out[o + S * S] - 3 * (27.6 + sin * u + cos * v - 0.5))).toBeLessThan(EXACT);
      expect(Math.abs(out[o + 2 * S * S] - 100)).toBeLessThan(EXACT);
    }
  }
});

test('a region that is the photo gives the photo back, mapped to the range', () => {
  const out = cropRegion(ramp(S, S), { x: 4, y: 4, size: S, rotation: 0 }, { ...options, black: -1, white: 1 });
  for (let column = 0; column < S; column++) expect(out[column]).toBeCloseTo((2 * column) / 127.5 - 1, 5);
});

test('beyond the border: black, or the nearest pixel', () => {
  const region = { x: 0, y: 4, size: 2 * S, rotation: 0 };
  const zero = cropRegion(ramp(S, S), region, { ...options, black: -1, white: 1, border: 'zero' });
  const replicate = cropRegion(ramp(S, S), region, options);
  const blue = 2 * S * S + 3 * S; // row 3 of the blue plane: inside vertically
  expect(zero[blue]).toBe(-1);
  expect(zero[blue + 5]).toBeCloseTo(100 / 127.5 - 1, 5);
  expect(replicate[blue]).toBeCloseTo(100, 4);
  expect(replicate[S * 3]).toBeCloseTo(0, 4); // red of column 0
});

test('half a pixel beyond the border, a zero border mixes half of black in', () => {
  const region = { x: 0, y: 4, size: S, rotation: 0 };
  const out = cropRegion(ramp(S, S), region, { ...options, border: 'zero' });
  // Output column 3 is read at x = −0.5 + ... its centre lies at −½: index −1 exactly; column 4 at index 0.
  expect(out[2 * S * S + 4 * S + 3]).toBeCloseTo(0, 4);
  expect(out[2 * S * S + 4 * S + 4]).toBeCloseTo(100, 4);
  const shifted = cropRegion(ramp(S, S), { ...region, x: 0.5 }, { ...options, border: 'zero' });
  expect(shifted[2 * S * S + 4 * S + 3]).toBeCloseTo(50, 4);
});
