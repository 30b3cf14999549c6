import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { openBody } from '../../../converters/cli/node-models.js';
import { openSkinTexture } from '../../../converters/cli/node-skin.js';
import type { SkinTexture } from '../../../converters/export/skin-texture.js';
import { shippedSkin } from '../../support/shipped-skin.js';
import { tinyRiggedBody } from '../../support/tiny-body.js';

/** Pictures by their hash: a matcher compares their bytes one by one. */
function hashed({ albedo, roughness, ...skin }: SkinTexture): object {
  const [colour, gloss] = [albedo, roughness].map((picture) => picture && sha256(picture.bytes));
  return { ...skin, colour, gloss };
}
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

test('a named tone is the painted one of the package, medium unless told otherwise', async () => {
  const body = await openBody('female');
  expect(hashed(await openSkinTexture(body))).toEqual(hashed(shippedSkin('medium')));
  expect((await openSkinTexture(body)).albedo?.bytes.constructor).toBe(Uint8Array); // no Buffer: its slices share
  expect(hashed(await openSkinTexture(body, 'dark'))).toEqual(hashed(shippedSkin('dark')));
});

test('a body with another atlas gets a plain colour; what is no tone is refused', async () => {
  expect(await openSkinTexture(tinyRiggedBody())).toMatchObject({ tone: 'medium', albedo: null, roughness: null });
  await expect(openSkinTexture(tinyRiggedBody(), 'tan')).rejects.toMatchObject({ name: 'FitError', code: 'usage' });
});
