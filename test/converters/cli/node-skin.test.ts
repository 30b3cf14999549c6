import { expect, test } from 'vitest';
import { openBody } from '../../../converters/cli/node-models.js';
import { openSkinTexture } from '../../../converters/cli/node-skin.js';
import { shippedSkin } from '../../support/shipped-skin.js';
import { tinyRiggedBody } from '../../support/tiny-body.js';

test('a named tone is the painted one of the package, medium unless told otherwise', async () => {
  const body = await openBody('female');
  expect(await openSkinTexture(body)).toEqual(shippedSkin('medium'));
  expect(await openSkinTexture(body, 'dark')).toEqual(shippedSkin('dark'));
});

test('a body with another atlas gets a plain colour; what is no tone is refused', async () => {
  expect(await openSkinTexture(tinyRiggedBody())).toMatchObject({ tone: 'medium', albedo: null, roughness: null });
  await expect(openSkinTexture(tinyRiggedBody(), 'tan')).rejects.toMatchObject({ name: 'FitError', code: 'usage' });
});
