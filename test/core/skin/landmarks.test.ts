import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openBody } from '../../../converters/cli/node-models.js';
import {
  brow,
  clothCover,
  clothHem,
  distanceToCloth,
  EYE_CENTRE,
  flush,
  lashes,
  palm,
} from '../../../core/skin/landmarks.js';
import { loadSkin } from '../../../models/load-skin.js';

const { positions } = loadSkin('skin.npz', readFileSync(new URL('../../../models/skin/skin.npz', import.meta.url)));
const places = Array.from({ length: positions.length / 3 }, (_, v) => [...positions.subarray(3 * v, 3 * v + 3)]);
const covered = ([x, y, z]: readonly number[]): boolean => clothCover(distanceToCloth(x, y, z)) > 0.5;

test('the underwear covers chest and hips, front and back, and leaves the rest bare', () => {
  // Chest, back at the same height, hips, buttocks: on the surface and well inside the cloth.
  for (const place of [
    [0.105, 0.26, 0.177],
    [-0.105, 0.26, 0.177],
    [0.08, 0.27, -0.09],
    [0, -0.151, 0.088],
    [0.09, -0.08, -0.09],
  ]) {
    expect(covered(place), String(place)).toBe(true);
    expect(distanceToCloth(place[0], place[1], place[2])).toBeLessThan(-0.015);
  }
  for (const place of [
    [0, 0.063, 0.185],
    [0.4, 0.43, 0],
    [0.1, -0.47, 0.08],
    [0, 0.505, 0.11],
    [0, 0.6, 0.18],
  ]) {
    expect(covered(place), String(place)).toBe(false);
  }
  const share = places.filter(covered).length / places.length;
  expect(share).toBeGreaterThan(0.05);
  expect(share).toBeLessThan(0.3);
});

test('a hem runs along the edge only', () => {
  expect(clothHem(-0.002)).toBeGreaterThan(0.9);
  expect(clothHem(-0.03)).toBe(0);
  expect(clothCover(0.01)).toBe(0);
  expect(clothCover(-0.01)).toBe(1);
});

test('brows lie above the eyes, lashes around them, alike on both sides', () => {
  const [ex, ey] = EYE_CENTRE;
  const browed = places.filter(([x, y, z]) => brow(x, y, z) > 0.2);
  expect(browed.length).toBeGreaterThanOrEqual(6);
  for (const [x, y, z] of browed) {
    expect(y).toBeGreaterThan(ey + 0.012);
    expect(y).toBeLessThan(ey + 0.035);
    expect(Math.abs(Math.abs(x) - ex)).toBeLessThan(0.03);
    expect(brow(-x, y, z)).toBeCloseTo(brow(x, y, z), 9);
  }
  const lashed = places.filter(([x, y, z]) => lashes(x, y, z) > 0.2);
  expect(lashed.length).toBeGreaterThan(10);
  for (const [x, y] of lashed) expect(Math.hypot(Math.abs(x) - ex, y - ey)).toBeLessThan(0.02);
});

test('the eyes of the shipped body are where the landmarks say', async () => {
  const { part } = await openBody('neutral');
  const eye = places.filter(([x], v) => part![v] === 1 && x > 0);
  const centre = [0, 1, 2].map((axis) => eye.reduce((sum, place) => sum + place[axis], 0) / eye.length);
  // A tenth of a millimetre: positions are stored in steps of 0.03 mm.
  centre.forEach((value, axis) => {
    expect(Math.abs(value - EYE_CENTRE[axis])).toBeLessThan(1e-4);
  });
});

test('cheeks, knees and knuckles are flushed, palms and soles look down', () => {
  expect(flush(0.046, 0.592, 0.135)).toBeGreaterThan(0.4);
  expect(flush(-0.046, 0.592, 0.135)).toBeGreaterThan(0.4);
  expect(flush(0, 0.7, 0.1)).toBeLessThan(0.05);
  expect(palm(0.75, 0.42, -1)).toBe(1);
  expect(palm(0.75, 0.42, 1)).toBe(0);
  expect(palm(0.1, -0.96, -1)).toBe(1);
  expect(palm(0.1, 0, -1)).toBe(0);
});
