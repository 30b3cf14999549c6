import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { beforeAll, expect, test } from 'vitest';
import { openBody } from '../../../converters/cli/node-models.js';
import { type PaintedSkin, paintSkin } from '../../../core/skin/paint-skin.js';
import type { SkinMaps } from '../../../core/skin/skin-maps.js';
import { toneColor } from '../../../core/skin/tones.js';
import type { BodyModel, Image } from '../../../core/types.js';
import { loadSkin } from '../../../models/load-skin.js';
import { tinyBody } from '../../support/tiny-body.js';

const SIZE = 512;
let body: BodyModel;
let maps: SkinMaps;
let medium: PaintedSkin;

beforeAll(async () => {
  body = await openBody('neutral');
  maps = loadSkin('skin.npz', readFileSync(new URL('../../../models/skin/skin.npz', import.meta.url)));
  medium = paintSkin(body, maps, { tone: 'medium', size: SIZE });
});

/** Mean colour around a place of the atlas (v up), 0 to 1. */
function colorAt({ width, rgba }: Image, u: number, v: number): number[] {
  const [column, row] = [Math.floor(u * width), Math.floor((1 - v) * width)];
  const sum = [0, 0, 0];
  for (let dy = -1; dy <= 1; dy++) {
    for (let dx = -1; dx <= 1; dx++) {
      const at = 4 * ((row + dy) * width + column + dx);
      for (let channel = 0; channel < 3; channel++) sum[channel] += rgba[at + channel] / 255 / 9;
    }
  }
  return sum;
}

/** Places in the atlas. */
const BELLY: [number, number] = [0.33, 0.57];
const CHEST: [number, number] = [0.325, 0.697];
const LIPS: [number, number] = [0.897, 0.484];
const LEFT_PUPIL: [number, number] = [0.7, 0.93];
const IRIS_EDGE: [number, number] = [0.7 + 8 * 0.0011, 0.93];
const SCLERA: [number, number] = [0.7 + 8 * 0.0035, 0.93];

test('regions have their colours', () => {
  const skin = toneColor('medium');
  const bare = colorAt(medium.albedo, ...BELLY);
  for (let channel = 0; channel < 3; channel++) expect(Math.abs(bare[channel] - skin[channel])).toBeLessThan(0.06);
  const chest = colorAt(medium.albedo, ...CHEST);
  expect(chest[2]).toBeGreaterThan(chest[0]);
  const lips = colorAt(medium.albedo, ...LIPS);
  expect(lips[0] / lips[1]).toBeGreaterThan(1.08 * (bare[0] / bare[1]));
  expect(Math.max(...colorAt(medium.albedo, ...LEFT_PUPIL))).toBeLessThan(0.12);
  const iris = colorAt(medium.albedo, ...IRIS_EDGE);
  expect(iris[0]).toBeGreaterThan(1.3 * iris[2]);
  expect(Math.min(...colorAt(medium.albedo, ...SCLERA))).toBeGreaterThan(0.6);
});

test('roughness: cloth is dull, skin between, eyes shine, nothing is metal', () => {
  const { roughness } = medium;
  expect(roughness.width).toBe(SIZE / 2);
  const [skin, cloth, eye] = [BELLY, CHEST, SCLERA].map((place) => colorAt(roughness, ...place)[1]);
  expect(cloth).toBeGreaterThan(skin + 0.2);
  expect(eye).toBeLessThan(skin - 0.3);
  expect(roughness.rgba.every((value, i) => i % 4 !== 2 || value === 0)).toBe(true);
});

test('the same tone gives the same picture, another tone another, on every body of the topology', async () => {
  const again = paintSkin(await openBody('female'), maps, { tone: 'medium', size: SIZE });
  expect(Buffer.compare(Buffer.from(again.albedo.rgba), Buffer.from(medium.albedo.rgba))).toBe(0);
  const blue = paintSkin(body, maps, { tone: '#4060c0', size: SIZE });
  const bare = colorAt(blue.albedo, ...BELLY);
  expect(bare[2]).toBeGreaterThan(bare[0] + 0.3);
});

test('no texel is transparent, and a JPEG of the default size stays below a megabyte', async () => {
  expect(medium.albedo.rgba.every((value, i) => i % 4 !== 3 || value === 255)).toBe(true);
  const { albedo } = paintSkin(body, maps, { tone: 'light' });
  expect(albedo.width).toBe(2048);
  // Bodies whose eyes were not enlarged find them too: the left eye's white, bluer than the skin around it.
  const [red, , blue] = colorAt(albedo, 0.76618 + 0.0035, 0.95054);
  const skin = toneColor('light');
  expect(blue / red).toBeGreaterThan(1.2 * (skin[2] / skin[0]));
  const raw = { width: albedo.width, height: albedo.height, channels: 4 as const };
  const jpeg = await sharp(albedo.rgba, { raw }).removeAlpha().jpeg({ quality: 85 }).toBuffer();
  expect(jpeg.length).toBeLessThan(2 ** 20);
});

test('another atlas is refused', () => {
  expect(() => paintSkin(tinyBody(), maps, { tone: 'light' })).toThrow(/another texture atlas/);
  expect(() => paintSkin({ ...body, uv: null }, maps, { tone: 'light' })).toThrow(/another texture atlas/);
});

test('an odd size: the same surface, as rough as at the even size', () => {
  const [odd, even] = [255, 254].map((size) => paintSkin(body, maps, { tone: 'light', size }).roughness);
  expect([odd.width, odd.height, odd.rgba.length]).toEqual([127, 127, 4 * 127 * 127]);
  expect(odd.rgba).toEqual(even.rgba); // both are painted at 127
});

test('impossible sizes and tones are refused', () => {
  for (const size of [0, 63, 100.5, 1e9, Number.NaN]) {
    expect(() => paintSkin(body, maps, { tone: 'light', size })).toThrow(/not possible/);
  }
  expect(() => paintSkin(body, maps, { tone: 'plaid' })).toThrow(/not a skin tone/);
});
