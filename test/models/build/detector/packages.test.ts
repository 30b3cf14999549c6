import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { create } from 'tar';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FitError } from '../../../../core/error.js';
import { type PinnedPackage, readPackage } from '../../../../models/build/detector/packages.js';

let cache: string;
let pinned: PinnedPackage;

beforeAll(async () => {
  cache = await mkdtemp(join(tmpdir(), 'photorig-packages-'));
  await mkdir(join(cache, 'package', 'models'), { recursive: true });
  await writeFile(join(cache, 'package', 'models', 'a.bin'), Uint8Array.of(1, 2, 3));
  await writeFile(join(cache, 'package', 'b.json'), '{}');
  const tarball = join(cache, 'scope-name-1.0.0.tgz');
  await create({ gzip: true, file: tarball, cwd: cache }, ['package']);
  const sha512 = createHash('sha512')
    .update(await readFile(tarball))
    .digest('base64');
  pinned = { name: '@scope/name', version: '1.0.0', sha512 };
});
afterAll(() => rm(cache, { recursive: true }));

test('files are read out of a tarball that is in the cache', async () => {
  const files = await readPackage(pinned, ['models/a.bin', 'b.json'], cache);
  expect([...files.get('models/a.bin')!]).toEqual([1, 2, 3]);
  expect(new TextDecoder().decode(files.get('b.json'))).toBe('{}');
});

test('another tarball than the pinned one is refused', async () => {
  const other = { ...pinned, sha512: 'AAAA' };
  const reading = readPackage(other, ['b.json'], cache);
  await expect(reading).rejects.toThrow(FitError);
  await expect(reading).rejects.toThrow(/SHA-512 is .*, expected AAAA/);
});

test('a file that the package does not have is named', async () => {
  await expect(readPackage(pinned, ['b.json', 'c.json'], cache)).rejects.toThrow(/there is no c.json/);
});
