import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import {
  addRead,
  claimFile,
  fileKey,
  freeFile,
  freeFileBeside,
  noFiles,
  writePlanned,
} from '../../../converters/cli/run-files.js';

const folder = mkdtempSync(path.join(tmpdir(), 'photorig run-files-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (...names: string[]): string => path.join(folder, ...names);
mkdirSync(at('real'));
writeFileSync(at('real', 'photo.jpg'), '');
symlinkSync(at('real'), at('linked'));
symlinkSync(at('real', 'photo.jpg'), at('link.jpg'));
symlinkSync(path.join('real', 'later.glb'), at('dangling.glb'));

test('a file is one by any path, there or not', () => {
  expect(fileKey(at('linked', 'photo.jpg'))).toBe(fileKey(at('real', 'photo.jpg')));
  expect(fileKey(at('link.jpg'))).toBe(fileKey(at('real', 'photo.jpg')));
  expect(fileKey(at('linked', 'new', 'a.glb'))).toBe(fileKey(at('real', 'x', '..', 'new', 'a.glb')));
  expect(fileKey(at('dangling.glb'))).toBe(fileKey(at('linked', 'later.glb')));
  expect(fileKey(`/${'a/'.repeat(1e5)}b`)).toMatch(/b$/);
  expect(fileKey('a.glb')).toBe(fileKey(path.resolve('a.glb')));
  expect(fileKey(at('real', 'a.glb'))).not.toBe(fileKey(at('real', 'A.glb')));
});

test('names that are given are refused when taken, others numbered', () => {
  const files = noFiles();
  addRead(files, [at('link.jpg')]);
  claimFile(at('real', 'a.glb'), files);
  for (const name of [at('linked', 'a.glb'), at('real', 'photo.jpg')]) {
    expect(() => claimFile(name, files)).toThrow(expect.objectContaining({ code: 'usage', where: name }));
  }
  expect(freeFile(at('linked', 'a'), '.glb', files)).toBe(at('linked', 'a-2.glb'));
  expect(freeFile(at('real', 'photo'), '.jpg', files)).toBe(at('real', 'photo-2.jpg'));
  expect(freeFileBeside('b.glb', at('real', 'a.glb'), files)).toBe(at('real', 'a-3.glb'));
  const attempt = () => freeFileBeside(at('b.obj'), at('linked', 'photo.jpg'), files);
  expect(attempt).toThrow(/photo\.jpg: it is an input, and would be overwritten by what is written for b\.obj\./);
});

describe('the files of one output', () => {
  const endings =
    (...all: string[]) =>
    async () =>
      all.map((ending) => ({ ending, content: ending }));

  test('the planned name as it is, what comes with it beside it', async () => {
    const files = noFiles();
    claimFile(at('a.OBJ'), files);
    expect(await writePlanned(at('a.OBJ'), files, endings('.obj', '.mtl'))).toEqual([at('a.OBJ'), at('a.mtl')]);
    // Of another output that differs in its case only.
    claimFile(at('a.obj'), files);
    let told = '';
    const written = await writePlanned(at('a.obj'), files, async (nameFile) => {
      told = nameFile('.mtl');
      return endings('.obj', '.mtl')();
    });
    expect(written).toEqual([at('a.obj'), at('a-2.mtl')]);
    expect(told).toBe('a-2.mtl');
    expect(readFileSync(at('a-2.mtl'), 'utf8')).toBe('.mtl');
  });

  test('images and people, and what comes with them', async () => {
    const files = noFiles();
    for (const name of ['k.obj', 'k-0-1.obj']) claimFile(at(name), files);
    const all = endings('-1.obj', '-1.mtl', '-1-skin.jpg', '-2.obj', '-2.mtl', '-2-skin.jpg');
    const written = await writePlanned(at('k.obj'), files, all, '-0');
    expect(written.map((file) => path.basename(file))).toEqual([
      ...['k-0-1-2.obj', 'k-0-1-2.mtl', 'k-0-1-2-skin.jpg'],
      ...['k-0-2.obj', 'k-0-2.mtl', 'k-0-2-skin.jpg'],
    ]);
  });

  test('none is written when one of them is an input', async () => {
    const files = noFiles();
    addRead(files, [at('me-skin.jpg')]);
    claimFile(at('me.obj'), files);
    const attempt = writePlanned(at('me.obj'), files, endings('.obj', '.mtl', '-skin.jpg'));
    await expect(attempt).rejects.toMatchObject({ code: 'usage', where: at('me-skin.jpg') });
    expect([existsSync(at('me.obj')), existsSync(at('me.mtl'))]).toEqual([false, false]);
    addRead(files, [at('me.obj')]);
    await expect(writePlanned(at('me.obj'), files, endings('.obj'))).rejects.toMatchObject({ where: at('me.obj') });
  });
});
