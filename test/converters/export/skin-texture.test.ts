import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openBody } from '../../../converters/cli/node-models.js';
import { toObj } from '../../../converters/export/obj.js';
import { type EncodeImage, skinTexture, withSkinAtlas } from '../../../converters/export/skin-texture.js';
import { splitSurfaces } from '../../../converters/export/surface.js';
import { rigBody } from '../../../core/body/rigged-body.js';
import { loadSkin } from '../../../models/load-skin.js';
import { randomParameters, tinyRiggedBody } from '../../support/tiny-body.js';

const maps = loadSkin('skin.npz', readFileSync(new URL('../../../models/skin/skin.npz', import.meta.url)));
const encode: EncodeImage = async (image, quality) => ({
  bytes: Uint8Array.of(image.width / 64, quality),
  mimeType: 'image/jpeg',
});

test('a painted skin: two pictures through the encoder', async () => {
  const skin = await skinTexture(await openBody('male'), maps, { tone: 'dark', size: 128 }, encode);
  expect([...(skin.albedo?.bytes ?? [])]).toEqual([2, 85]);
  expect([...(skin.roughness?.bytes ?? [])]).toEqual([1, 75]);
  expect(skin.color[0]).toBeGreaterThan(skin.color[2]);
});

test('clay, and a body with another atlas, have a plain colour and paint nothing', async () => {
  const clay = await skinTexture(await openBody('neutral'), maps, { tone: 'clay' }, encode);
  expect(clay).toMatchObject({ albedo: null, roughness: null });
  const other = await skinTexture(tinyRiggedBody(), maps, { tone: '#808080' }, encode);
  expect(other.albedo).toBeNull();
  // Half of sRGB is a fifth of the light.
  expect(other.color[0]).toBeCloseTo(0.2159, 3);
  await expect(skinTexture(tinyRiggedBody(), maps, { tone: 'green' }, encode)).rejects.toThrow(/not a skin tone/);
});

test('a painted body shows its eyes from the enlarged discs, in surfaces and in OBJ', async () => {
  const model = await openBody('neutral');
  const body = rigBody(model, randomParameters(1, model.betaCount));
  const iris = splitSurfaces(withSkinAtlas(body)).find(({ substance }) => substance === 'iris');
  const us = [...iris!.uv!].filter((_, i) => i % 2 === 0);
  for (const u of us) expect(Math.min(Math.abs(u - 0.7), Math.abs(u - 0.9))).toBeLessThan(0.03);
  const texture = await skinTexture(body, maps, { tone: 'light', size: 64 }, encode);
  const { obj } = toObj([body], { skin: { texture, imageFile: 'skin.jpg' } });
  expect(obj).toMatch(/^vt 0\.70\d+ 0\.93\d*$/m);
  expect(toObj([body]).obj).not.toMatch(/^vt 0\.70\d+ 0\.93\d*$/m);
  const tiny = tinyRiggedBody();
  expect(withSkinAtlas(tiny)).toBe(tiny);
});
