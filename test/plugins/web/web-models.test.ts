import { readFileSync } from 'node:fs';
import { afterEach, expect, test, vi } from 'vitest';
import { openBody, openPrior } from '../../../converters/cli/node-models.js';
import { fetchBody, fetchPrior } from '../../../plugins/web/web-models.js';

const ROOT = new URL('../../../', import.meta.url);

/** A host that serves the package's models folder under another name. */
function serveModels(): string[] {
  const asked: string[] = [];
  vi.stubGlobal('fetch', async (url: URL) => {
    asked.push(url.href);
    return new Response(readFileSync(new URL(url.href.replace('https://host.example/static/', 'models/'), ROOT)));
  });
  return asked;
}
afterEach(() => vi.unstubAllGlobals());

const modelsUrl = 'https://host.example/static';

test('the shipped body and prior, as Node reads them', async () => {
  const asked = serveModels();
  const onProgress = vi.fn();
  const [found, expected] = await Promise.all([fetchBody('neutral', { modelsUrl, onProgress }), openBody('neutral')]);
  for (const key of ['name', 'sha256', 'licence', 'vertexCount', 'keypointVertices'] as const) {
    expect(found[key]).toEqual(expected[key]);
  }
  const { mixture } = await fetchPrior({ modelsUrl });
  expect(mixture.weights).toEqual((await openPrior()).mixture.weights);
  expect(asked).toEqual([`${modelsUrl}/body/neutral.npz`, `${modelsUrl}/prior/pose_prior.npz`]);
  expect(onProgress).toHaveBeenCalled();
});

test('a page without https has no hashing: the body comes without its digest', async () => {
  serveModels();
  vi.stubGlobal('crypto', {});
  expect((await fetchBody('neutral', { modelsUrl })).sha256).toBe('');
});

test('a body that is not shipped is refused before anything is fetched', async () => {
  const asked = serveModels();
  await expect(fetchBody('nobody', { modelsUrl })).rejects.toMatchObject({
    name: 'FitError',
    code: 'not-found',
    todo: expect.stringContaining('neutral'),
  });
  expect(asked).toEqual([]);
});
