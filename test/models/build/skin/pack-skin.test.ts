import { expect, test } from 'vitest';
import { cleanMask, halve, packSkin, unite } from '../../../../models/build/skin/pack-skin.js';
import { loadSkin } from '../../../../models/load-skin.js';

test('cleaning removes faint noise, fills what is nearly full and keeps a soft edge', () => {
  const { values } = cleanMask({ size: 2, values: Uint8Array.of(20, 250, 128, 180) });
  expect([...values.subarray(0, 2)]).toEqual([0, 255]);
  expect(values[2]).toBeGreaterThan(100);
  expect(values[3]).toBeGreaterThan(values[2]);
});

test('uniting takes the larger, halving the mean', () => {
  const a = { size: 2, values: Uint8Array.of(0, 10, 200, 0) };
  const b = { size: 2, values: Uint8Array.of(5, 0, 100, 0) };
  expect([...unite(a, b).values]).toEqual([5, 10, 200, 0]);
  expect(halve({ size: 2, values: Uint8Array.of(0, 4, 8, 12) })).toEqual({ size: 1, values: Uint8Array.of(6) });
});

test('places survive packing to half a step', () => {
  const positions = Float32Array.of(-0.84, 0.1, 0, 0.84, -0.97, 0.2, 0.013, 0.7, -0.09);
  const mask = { size: 2, values: new Uint8Array(4) };
  const read = loadSkin('a.npz', packSkin(positions, { lips: mask, nails: mask, ears: mask, mouth: mask })).positions;
  const halfStep = (2 * 0.84) / 65_535 / 2 + 1e-7;
  positions.forEach((value, i) => {
    expect(Math.abs(read[i] - value)).toBeLessThan(halfStep);
  });
});
