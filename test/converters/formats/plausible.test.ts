import { describe, expect, test } from 'vitest';
import { toGlb } from '../../../converters/export/glb.js';
import { toSmplifyPickle } from '../../../converters/export/smplify-pickle.js';
import type { Parameters } from '../../../converters/formats/parameters.js';
import { expectPlausible } from '../../../converters/formats/plausible.js';
import { readGlbParameters } from '../../../converters/import/glb-pose.js';
import { readParameters } from '../../../converters/import/read-parameters.js';
import { tinyRiggedBody } from '../../support/tiny-body.js';

const sound: Parameters = {
  betas: Float64Array.of(5, -5),
  poses: Float64Array.from({ length: 72 }, (_, i) => i),
  translations: Float64Array.of(1e5, -1e5, 3),
};
const spoilt = (name: 'betas' | 'poses' | 'translations', value: number): Parameters => ({
  ...sound,
  [name]: sound[name].map((own, i) => (i === 1 ? value : own)),
});

test('what a long motion far away may have is let through', () => {
  expect(() => expectPlausible('x', sound)).not.toThrow();
});

describe.each([
  ['poses', 1e300],
  ['poses', -20_000],
  ['betas', 1e308],
  ['translations', -1e30],
] as const)('%s of %f', (name, value) => {
  const message = `x: its ${name} contain ${value}. Give numbers up to`;

  test('are refused', async () => {
    expect(() => expectPlausible('x', spoilt(name, value))).toThrow(message);
    await expect(readParameters('x', toSmplifyPickle(spoilt(name, value)))).rejects.toThrow(message);
  });
});

test('NaN is none of them', () => {
  expect(() => expectPlausible('x', spoilt('betas', Number.NaN))).toThrow('its betas contain NaN');
});

test("what a GLB's metadata say of the shape is held to the same", async () => {
  const body = tinyRiggedBody(1);
  const betas = [1e308, ...body.metadata.betas.slice(1)];
  const glb = await toGlb([{ ...body, metadata: { ...body.metadata, betas } }]);
  for (const read of [readGlbParameters(glb, { where: 'x' }), readParameters('x', glb)]) {
    await expect(read).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringContaining('betas contain 1e+308'),
    });
  }
});
