import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { captureOutput } from '../../../support/captured-output.js';
import { fitCommands, PHOTO } from '../../../support/fit-commands.js';

const { at, run, keypointFile } = fitCommands();
const { stderr } = captureOutput();

test('--with-photo where keypoints name none: refused, nothing written, before the fit', async () => {
  const bare = keypointFile('bare.json', 1);
  expect(await run([bare], { output: [at('bare.glb')], withPhoto: true })).toBe(2);
  expect(stderr()).toContain(`--with-photo: ${bare} does not say which photo it is of. Give the photo, and`);
  expect(stderr()).not.toContain('fitted in');
  expect(existsSync(at('bare.glb'))).toBe(false);
});

describe('no file of a run is written over another', () => {
  const photo = readFileSync(PHOTO);
  cpSync(PHOTO, at('me.jpg'));
  const inPhoto = keypointFile('in me.json', 1, { width: 640, height: 424, path: 'me.jpg' });

  /** A folder of copies of the photo. */
  function album(folderName: string, ...names: string[]): (name: string) => string {
    const inAlbum = (name: string): string => path.join(at(folderName), name);
    for (const name of names) cpSync(PHOTO, inAlbum(name));
    return inAlbum;
  }

  test('the picture beside an OBJ is not written over the photo', async () => {
    const own = album('single', 'me-skin.jpg');
    expect(await run([own('me-skin.jpg')], { keypoints: inPhoto, output: [own('me.obj')], quiet: true })).toBe(2);
    const what = 'it is an input, and would be overwritten by what is written for me.obj.';
    expect(stderr()).toBe(`photorig: ${own('me-skin.jpg')}: ${what} Choose another name or folder with -o.\n`);
    expect(readFileSync(own('me-skin.jpg')).equals(photo)).toBe(true);
    expect(readdirSync(own(''))).toEqual(['me-skin.jpg']);
  });

  test('nor over the photo that a keypoint file names', async () => {
    const own = album('named', 'me-skin.jpg');
    const image = { width: 640, height: 424, path: 'named/me-skin.jpg' };
    const keypoints = keypointFile('of skin.json', 1, image);
    expect(await run([keypoints], { output: [own('me.obj')], quiet: true })).toBe(2);
    expect(readFileSync(own('me-skin.jpg')).equals(photo)).toBe(true);
  });

  test('nor over one of a folder; the others go on, and a second run does the same', async () => {
    const own = album('folder', 'me.jpg', 'me-skin.jpg', 'you.jpg');
    for (const content of ['first', 'second']) {
      writeFileSync(own('you.obj'), content);
      expect(await run([own('')], { format: ['obj'], detail: 'fast' })).toBe(1);
      expect(stderr()).toMatch(
        /me-skin\.jpg: it is an input, and would be overwritten by what is written for me\.obj\./,
      );
      expect(stderr()).toMatch(/\n2 done, 0 without people, 1 failed\n$/);
      expect(readFileSync(own('me-skin.jpg')).equals(photo)).toBe(true);
      expect([existsSync(own('me.obj')), existsSync(own('me.mtl'))]).toEqual([false, false]);
      expect(readFileSync(own('me-skin.mtl'), 'utf8')).toContain('\nmap_Kd me-skin-skin.jpg\n');
      expect(readFileSync(own('you.obj'), 'utf8')).toContain('\nmtllib you.mtl\n');
    }
  });

  test.each(['glb', 'obj', 'npz'] as const)('people of several inputs have files of their own: %s', async (format) => {
    const [group, another] = [keypointFile('group.json', 2), keypointFile('group-1.json', 1)];
    const output = at(`people ${format}/`);
    const options = {
      person: 'all',
      format: [format],
      output: [output],
      ...(format !== 'npz' && { split: true }),
    } as const;
    expect(await run([group, another], options)).toBe(0);
    const written = stderr().match(/(?<=wrote ).*/g) as string[];
    expect(written.filter((file) => file.endsWith(format)).map((file) => path.relative(output, file))).toEqual(
      ['group-1-2', 'group-2', 'group-1'].map((name) => `${name}.${format}`),
    );
    expect(readdirSync(output)).toHaveLength(written.length);
    // A second run writes the same files.
    for (const file of written) writeFileSync(file, 'old');
    expect(await run([group, another], options)).toBe(0);
    expect(readdirSync(output)).toHaveLength(written.length);
    for (const file of written) expect(readFileSync(file, 'latin1')).not.toBe('old');
    if (format !== 'obj') return;
    for (const name of ['group-1-2', 'group-2', 'group-1']) {
      expect(readFileSync(path.join(output, `${name}.obj`), 'utf8')).toContain(`\nmtllib ${name}.mtl\n`);
      expect(readFileSync(path.join(output, `${name}.mtl`), 'utf8')).toContain(`\nmap_Kd ${name}-skin.jpg\n`);
    }
  });
});
