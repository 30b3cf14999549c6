import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ShippedFile } from '../../../models/registry.js';
import { fetchModel } from '../../../plugins/web/fetch-model.js';
import { sha256Of } from '../../../plugins/web/sha256.js';

const bytes = Uint8Array.of(1, 2, 3);
const modelsUrl = 'https://host.example/models/';
const file: ShippedFile = {
  kind: 'body',
  name: 'neutral',
  path: 'models/body/neutral.npz',
  sha256: await sha256Of(bytes),
  bytes: bytes.length,
  licence: 'CC0-1.0',
  source: 'a test',
};

/** A browser's cache in memory; `room` false: the disk is full. */
function fakeCaches(room = true) {
  const kept = new Map<string, Uint8Array<ArrayBuffer>>();
  const cache = {
    match: async (url: string) => (kept.has(url) ? new Response(kept.get(url)) : undefined),
    put: async (url: string, response: Response) => {
      if (!room) throw new DOMException('full', 'QuotaExceededError');
      kept.set(url, new Uint8Array(await response.arrayBuffer()));
    },
  };
  vi.stubGlobal('caches', { open: async () => cache });
  return kept;
}

let fetched = 0;
/** What the host serves. */
let served = bytes;
beforeEach(() => {
  fetched = 0;
  served = bytes;
  vi.stubGlobal('fetch', async () => {
    fetched += 1;
    return new Response(served);
  });
});
afterEach(() => vi.unstubAllGlobals());

test('a file is fetched once; the second time the browser has it, and says so as progress', async () => {
  const kept = fakeCaches();
  expect(await fetchModel(file, { modelsUrl, cache: true })).toEqual(bytes);
  expect([...kept.keys()]).toEqual(['https://host.example/models/body/neutral.npz']);
  const progress: number[] = [];
  const again = fetchModel(file, { modelsUrl, cache: true, onProgress: ({ loaded }) => progress.push(loaded) });
  expect(await again).toEqual(bytes);
  expect([fetched, progress]).toEqual([1, [3]]);
});

test('a kept file that is not the expected one is fetched again', async () => {
  const kept = fakeCaches();
  kept.set('https://host.example/models/body/neutral.npz', Uint8Array.of(9));
  expect(await fetchModel(file, { modelsUrl, cache: true })).toEqual(bytes);
  expect(fetched).toBe(1);
});

test('without room it works all the same, and a sentence says so', async () => {
  fakeCaches(false);
  const notices: string[] = [];
  const get = fetchModel(file, { modelsUrl, cache: true, onNotice: (sentence) => notices.push(sentence) });
  expect(await get).toEqual(bytes);
  expect(notices).toEqual([
    'https://host.example/models/body/neutral.npz: the browser has no room to keep this file. It is fetched again at the next visit.',
  ]);
});

test('unasked, and in browsers that keep nothing, nothing is kept', async () => {
  const kept = fakeCaches();
  await fetchModel(file, { modelsUrl });
  expect(kept.size).toBe(0);
  vi.stubGlobal('caches', undefined);
  expect(await fetchModel(file, { modelsUrl, cache: true })).toEqual(bytes);
});

test.each<[string, Uint8Array<ArrayBuffer>]>([
  ['cut off on the way', bytes.slice(0, 2)],
  ['of another version', Uint8Array.of(1, 2, 4)],
])('a file %s is refused as such and not kept; the next caller has the right one', async (_, wrong) => {
  const kept = fakeCaches();
  served = wrong;
  await expect(fetchModel(file, { modelsUrl, cache: true })).rejects.toMatchObject({
    name: 'FitError',
    code: 'bad-input',
    where: 'https://host.example/models/body/neutral.npz',
    what: `this is not the package's file, or it is damaged (${wrong.length} bytes of 3).`,
    todo: expect.stringContaining('Try again'),
  });
  expect(kept.size).toBe(0);
  served = bytes;
  expect(await fetchModel(file, { modelsUrl })).toEqual(bytes);
});

test('a page without https looks at the size alone', async () => {
  vi.stubGlobal('crypto', {});
  served = bytes.slice(0, 2);
  await expect(fetchModel(file, { modelsUrl })).rejects.toMatchObject({ code: 'bad-input' });
  served = Uint8Array.of(1, 2, 4);
  expect(await fetchModel(file, { modelsUrl })).toEqual(served);
});
