import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { expectWritable, followLinks, readBytes, readFolder, writeBytes } from '../../../converters/cli/node-files.js';

const folder = mkdtempSync(path.join(tmpdir(), 'photorig files ü-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (...names: string[]): string => path.join(folder, ...names);
writeFileSync(at('file.txt'), 'old');
mkdirSync(at('folder.glb', 'inner'), { recursive: true });

const isRoot = process.getuid?.() === 0;

test('what is written is read again; missing folders are made', async () => {
  await writeBytes(at('new folder', '形', 'a.bin'), Uint8Array.of(1, 2, 3));
  expect([...(await readBytes(at('new folder', '形', 'a.bin')))]).toEqual([1, 2, 3]);
  await writeBytes(at('new folder', '形', 'a.bin'), 'text');
  expect(readFileSync(at('new folder', '形', 'a.bin'), 'utf8')).toBe('text');
  expect(readdirSync(at('new folder', '形'))).toEqual(['a.bin']);
});

describe('an output that is a link stays one, and what it leads to is written', () => {
  const names = ['target.txt', 'dangling.txt', 'far/away.txt'];
  mkdirSync(at('links'));
  writeFileSync(at('target.txt'), 'old');
  test.each(names)('%s', async (name) => {
    const link = at('links', path.basename(name));
    symlinkSync(path.join('..', name), link);
    await expectWritable(link);
    await writeBytes(link, 'new');
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readFileSync(at(name), 'utf8')).toBe('new');
    expect(readdirSync(path.dirname(at(name))).filter((other) => other.endsWith('.part'))).toEqual([]);
  });

  test('a link to a link, in a folder that is a link', async () => {
    symlinkSync(at('links'), at('linked'));
    symlinkSync(path.join('..', 'last.txt'), at('links', 'next.txt'));
    symlinkSync('next.txt', at('links', 'first.txt'));
    await writeBytes(at('linked', 'first.txt'), 'new');
    expect(readFileSync(at('last.txt'), 'utf8')).toBe('new');
    expect(followLinks(at('linked', 'first.txt'))).toBe(realpathSync(at('last.txt')));
  });

  test('links in a circle', async () => {
    symlinkSync('b.txt', at('a.txt'));
    symlinkSync('a.txt', at('b.txt'));
    const refusal = { code: 'cannot-write', what: 'it is a link that leads back to itself.' };
    await expect(expectWritable(at('a.txt'))).rejects.toMatchObject(refusal);
    await expect(writeBytes(at('a.txt'), 'new')).rejects.toMatchObject(refusal);
    expect(lstatSync(at('a.txt')).isSymbolicLink()).toBe(true);
  });
});

test('a name of the greatest length can be written', async () => {
  const file = at(`${'x'.repeat(251)}.glb`);
  await writeBytes(file, 'text');
  expect(readFileSync(file, 'utf8')).toBe('text');
});

test('a write that fails leaves the old file and no half one', async () => {
  const attempt = writeBytes(at('folder.glb'), 'text');
  await expect(attempt).rejects.toMatchObject({ code: 'cannot-write', where: at('folder.glb') });
  expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  expect(readdirSync(at('folder.glb'))).toEqual(['inner']);
});

test.each([
  ['below a file', ['file.txt', 'a.glb']],
  ['deep below a file', ['file.txt', 'b', 'a.glb']],
])('%s', async (_, names) => {
  const refusal = { code: 'cannot-write', what: 'a part of the path is a file, not a folder.' };
  await expect(expectWritable(at(...names))).rejects.toMatchObject(refusal);
  await expect(writeBytes(at(...names), 'text')).rejects.toMatchObject(refusal);
  expect(readFileSync(at('file.txt'), 'utf8')).toBe('old');
});

test('asking makes nothing', async () => {
  await expectWritable(at('later', 'deep', 'a.glb'));
  expect(readdirSync(folder)).not.toContain('later');
  expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
});

/** Of the system, and takes no files, though an administrator seems to have the permission. */
test.skipIf(!existsSync('/proc/self')).each(['/proc/a.glb', '/proc/new/a.glb', '/proc/new/deep/a.glb'])(
  '%s is refused, and not waited for',
  async (file) => {
    await expect(expectWritable(file)).rejects.toMatchObject({ code: 'cannot-write', where: file });
    await expect(writeBytes(file, 'text')).rejects.toMatchObject({ code: 'cannot-write', where: file });
  },
);

test.skipIf(isRoot)('a folder without permission', async () => {
  mkdirSync(at('locked'));
  chmodSync(at('locked'), 0o500);
  const refusal = { code: 'cannot-write', what: 'there is no permission to write here.' };
  await expect(expectWritable(at('locked', 'a.glb'))).rejects.toMatchObject(refusal);
  await expect(writeBytes(at('locked', 'a.glb'), 'text')).rejects.toMatchObject(refusal);
});

test.skipIf(isRoot)('a file without permission', async () => {
  writeFileSync(at('secret.txt'), 'x', { mode: 0o000 });
  const refusal = { code: 'bad-input', what: 'there is no permission to read it.' };
  await expect(readBytes(at('secret.txt'))).rejects.toMatchObject(refusal);
});

test('what cannot be read says why', async () => {
  await expect(readBytes(at('nope.glb'))).rejects.toMatchObject({ code: 'not-found', where: at('nope.glb') });
  await expect(readBytes(at('file.txt', 'a'))).rejects.toMatchObject({ code: 'not-found' });
  await expect(readBytes('-')).rejects.toThrow('-: there is no such file. Give /dev/stdin for what a pipe brings.');
  await expect(readBytes(folder)).rejects.toMatchObject({ code: 'bad-input', what: 'this is a folder.' });
});

test('the names in a folder are sorted', () => {
  expect(readFolder(folder)).toEqual(readdirSync(folder).sort());
  expect(() => readFolder(at('nope'))).toThrow(expect.objectContaining({ code: 'not-found' }));
});
