import { createHash } from 'node:crypto';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { zipSync } from 'fflate';
import { afterAll, expect, test } from 'vitest';
import { bodyOfFile, openBody, openPrior } from '../../../converters/cli/node-models.js';
import { packageRoot } from '../../../converters/cli/package-root.js';
import { SHIPPED_BODIES, shippedFile } from '../../../models/registry.js';
import { bodyArrays } from '../../support/body-file.js';
import { tinyBody } from '../../support/tiny-body.js';

const folder = mkdtempSync(path.join(tmpdir(), 'photorig-models-'));
afterAll(() => rmSync(folder, { recursive: true }));

test.each(SHIPPED_BODIES)('the shipped body %s opens by name, with its licence', async (name) => {
  const body = await openBody(name);
  expect(body).toMatchObject({ name, licence: 'CC0-1.0', betaCount: 10 });
  expect(body.sha256).toMatch(/^[0-9a-f]{64}$/);
});

test('a shipped body is known by its content, wherever it lies and whatever it is called', async () => {
  const file = path.join(folder, 'somebody.npz');
  copyFileSync(path.join(packageRoot(), shippedFile('body', 'female').path), file);
  expect(await openBody(file)).toMatchObject({ name: 'female', licence: 'CC0-1.0' });
  expect(bodyOfFile(file, readFileSync(file), 3)).toMatchObject({ name: 'female', licence: 'CC0-1.0', betaCount: 3 });
});

test("a user's body opens by path, named after its file, without a licence", async () => {
  const arrays = Object.entries(bodyArrays(tinyBody())).map(([key, bytes]) => [`${key}.npy`, bytes] as const);
  const bytes = zipSync(Object.fromEntries(arrays));
  const file = path.join(folder, 'my body.NPZ');
  writeFileSync(file, bytes);
  const body = await openBody(file);
  expect(body).toMatchObject({ name: 'my body', vertexCount: tinyBody().vertexCount });
  expect(body.licence).toBeUndefined();
  expect(body.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
});

test('the prior opens', async () => {
  const { mixture } = await openPrior();
  expect([mixture.componentCount, mixture.dimension]).toEqual([8, 69]);
});

test.each([
  ['whale', 'usage', /there is no such body\. Give neutral, female, male or an \.npz or \.pkl file/],
  ['SMPL_MALE.pkl', 'not-found', /no such file/],
  ['body.obj', 'unsupported', /not supported yet/],
  ['nope.npz', 'not-found', /no such file/],
])('%s is refused', async (name, code, message) => {
  const attempt = openBody(name);
  await expect(attempt).rejects.toMatchObject({ name: 'FitError', code, where: name });
  await expect(attempt).rejects.toThrow(message);
});

test('an .npz that is none', async () => {
  const file = path.join(folder, 'text.npz');
  writeFileSync(file, 'this is text');
  await expect(openBody(file)).rejects.toMatchObject({ name: 'FitError', code: 'bad-input', where: file });
});
