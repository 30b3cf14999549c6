import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import {
  DETECT_ENDINGS,
  expandInputs,
  type PlanOptions,
  planJobs,
  planOutputs,
  stemOf,
} from '../../../converters/cli/plan.js';

const folder = mkdtempSync(path.join(tmpdir(), 'photorig plan ü-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (...names: string[]): string => path.join(folder, ...names);
mkdirSync(at('photos'));
for (const name of ['b.PNG', 'a.jpg', 'a-overlay.png', 'a-keypoints.png', '._a.jpg', 'notes.txt', 'a.glb']) {
  writeFileSync(at('photos', name), '');
}
mkdirSync(at('one'));
writeFileSync(at('one', 'me.webp'), '');
mkdirSync(at('empty'));

/** The files that come of each input. */
const plan = (inputs: string[], options: Partial<PlanOptions> = {}): string[][] =>
  planJobs(inputs, { output: [], json: false, ...options }).map(({ outputs }) => outputs.map(({ file }) => file));

describe('one input', () => {
  test('a GLB beside the photo', () => {
    expect(planJobs(['in/my photo.jpg'], { output: [], json: false })).toEqual([
      { input: 'in/my photo.jpg', outputs: [{ format: 'glb', file: path.join('in', 'my photo.glb') }] },
    ]);
  });

  test('files as named, their format by extension in any case', () => {
    const [{ outputs }] = planJobs(['p.jpg'], { output: ['x/a.GLB', 'b.json', 'c.png'], json: false });
    expect(outputs).toEqual([
      { format: 'glb', file: 'x/a.GLB' },
      { format: 'json', file: 'b.json' },
      { format: 'png', file: 'c.png' },
    ]);
  });

  test('formats beside the photo; an overlay never takes the name of its PNG', () => {
    expect(plan(['p.png'], { formats: ['json', 'png'] })).toEqual([['p.json', 'p-overlay.png']]);
  });

  test('--json alone writes nothing, with -o, --format or --overlay it does', () => {
    expect(plan(['p.jpg'], { json: true })).toEqual([[]]);
    expect(plan(['p.jpg'], { json: true, output: ['a.glb'] })).toEqual([['a.glb']]);
    expect(plan(['p.jpg'], { json: true, formats: ['glb'] })).toEqual([['p.glb']]);
    expect(plan(['p.jpg'], { json: true, overlay: 'o.png' })).toEqual([['o.png']]);
  });

  test('a folder that is not there yet, by its slash', () => {
    expect(plan(['in/p.jpg'], { output: ['new/'] })).toEqual([[path.join('new', 'p.glb')]]);
  });
});

describe('several inputs', () => {
  test('a folder stands for its photos by name: no hidden files, no overlays of ours', () => {
    const jobs = planJobs([at('photos')], { output: ['out'], json: false });
    expect(jobs.map(({ input }) => path.basename(input))).toEqual(['a.jpg', 'b.PNG']);
    expect(jobs.flatMap(({ outputs }) => outputs.map(({ file }) => file))).toEqual(['out/a.glb', 'out/b.glb']);
  });

  test('what is left out of a folder is told; HEIC and other names of JPEG are photos', () => {
    const told: string[] = [];
    planJobs([at('photos'), at('one')], { output: ['out'], json: false, tell: (line) => told.push(line) });
    const what = "left out 2 files that look like pictures of photorig's own: a-keypoints.png, a-overlay.png";
    expect(told).toEqual([`${at('photos')}: ${what}`]);
    mkdirSync(at('phone'));
    const photos = ['a.HEIC', 'b.heif', 'c.jfif', 'd.jpe'];
    const ours = ['depth', 'parts', 'persons', 'normals'].map((map) => `a-${map}.png`);
    for (const name of [...photos, ...ours]) writeFileSync(at('phone', name), '');
    expect(expandInputs([at('phone')], (line) => told.push(line))).toEqual(photos.map((name) => at('phone', name)));
    expect(told[1]).toMatch(/left out 4 files that .*: a-depth\.png, a-normals\.png, a-parts\.png, \.\.\.$/);
  });

  test('what a material library names is a texture, no photo', () => {
    mkdirSync(at('album'));
    for (const name of ['me.jpg', 'me-skin.jpg', 'you-skin.jpg']) writeFileSync(at('album', name), '');
    expect(expandInputs([at('album')]).map((file) => path.basename(file))).toEqual([
      'me-skin.jpg',
      'me.jpg',
      'you-skin.jpg',
    ]);
    mkdirSync(at('album', 'folder.mtl'));
    writeFileSync(at('album', 'me.mtl'), 'newmtl Skin\nmap_Kd me-skin.jpg\n');
    expect(expandInputs([at('album')]).map((file) => path.basename(file))).toEqual(['me.jpg', 'you-skin.jpg']);
  });

  test('a folder of one photo takes a folder, too', () => {
    expect(plan([at('one')], { output: ['out'] })).toEqual([[path.join('out', 'me.glb')]]);
  });

  test('inputs of one name get outputs of different names', () => {
    const outputs = plan(['a/me.jpg', 'b/me.jpg', 'c/me.png'], { output: ['out/'], formats: ['glb', 'png'] });
    expect(outputs).toEqual([
      ['out/me.glb', 'out/me-overlay.png'],
      ['out/me-2.glb', 'out/me-2-overlay.png'],
      ['out/me-3.glb', 'out/me-3-overlay.png'],
    ]);
  });

  test('overlays of all photos, in a folder', () => {
    const outputs = plan(['a/me.jpg', 'b/me.jpg'], { output: ['out/'], overlay: 'drawn/' });
    expect(outputs.map((files) => files.map((file) => path.normalize(file)))).toEqual([
      [path.join('out', 'me.glb'), path.join('drawn', 'me-overlay.png')],
      [path.join('out', 'me-2.glb'), path.join('drawn', 'me-2-overlay.png')],
    ]);
  });

  test('a keypoint file is not overwritten by its fit', () => {
    expect(plan(['a.json', 'b.json'], { formats: ['json'] })).toEqual([['a-2.json'], ['b-2.json']]);
    expect(plan(['a.jpg'], { formats: ['json'], alsoRead: ['a.json'] })).toEqual([['a-2.json']]);
  });
});

describe('the endings of another command', () => {
  const detect = (inputs: string[], options: Partial<PlanOptions> = {}) =>
    plan(inputs, { endings: DETECT_ENDINGS, ...options });

  test('name what is written beside the photo or into a folder', () => {
    expect(detect(['in/p.jpg'])).toEqual([[path.join('in', 'p.keypoints.json')]]);
    expect(detect(['p.jpg', 'q.jpg'], { output: ['out/'], overlay: 'out/' })).toEqual([
      [path.join('out', 'p.keypoints.json'), path.join('out', 'p-keypoints.png')],
      [path.join('out', 'q.keypoints.json'), path.join('out', 'q-keypoints.png')],
    ]);
  });

  test('and what can be written at all', () => {
    expect(detect(['p.jpg'], { output: ['a.json', 'b.png'] })).toEqual([['a.json', 'b.png']]);
    expect(() => detect(['p.jpg'], { output: ['a.glb'] })).toThrow(
      'a.glb: the extension .glb is not the name of a format. Use .json, .png, or a folder ending in /.',
    );
  });
});

describe('the parts of a plan', () => {
  test('what folders stand for', () => {
    expect(expandInputs(['x.json', at('one'), 'y.jpg'])).toEqual(['x.json', at('one', 'me.webp'), 'y.jpg']);
  });

  test('one set of outputs for many inputs, named after what they share', () => {
    const options = { output: [], json: false, formats: ['glb', 'json'], alsoRead: ['walk.json'] } as const;
    expect(planOutputs(['walk'], options)).toEqual([
      [
        { format: 'glb', file: 'walk.glb' },
        { format: 'json', file: 'walk-2.json' },
      ],
    ]);
    expect(planOutputs([at('v1.2')], { output: ['out/'], json: false })).toEqual([
      [{ format: 'glb', file: path.join('out', 'v1.2.glb') }],
    ]);
  });

  test('stems', () => {
    expect(['me.jpg', 'in/me.b.jpg', '/a/me', './me.jpg'].map(stemOf)).toEqual(['me', 'in/me.b', '/a/me', 'me']);
  });
});

describe('refusals', () => {
  const two = ['p.jpg', 'q.jpg'];
  test.each<[string, string[], Partial<PlanOptions>, RegExp]>([
    [
      'an unknown extension',
      ['p.jpg'],
      { output: ['a.xyz'] },
      /^a\.xyz: the extension \.xyz is not the name of a format\. Use/,
    ],
    ['no extension', ['p.jpg'], { output: ['avatar'] }, /^avatar: it has no extension\. Use .* folder ending in/],
    [
      'a pipe',
      ['p.jpg'],
      { output: ['-'] },
      /^-: photorig writes files, not to a pipe\. Give a name that ends in \.glb,/,
    ],
    ['one file for two photos', two, { output: ['a.glb'] }, /^-o: it names a file, but there are 2 inputs\./],
    [
      'one overlay for two photos',
      two,
      { overlay: 'o.png' },
      /^--overlay: it names one file, but there are 2 inputs\./,
    ],
    ['a folder and a file', ['p.jpg'], { output: ['out/', 'a.glb'] }, /^-o: a folder and other outputs/],
    ['an overlay that is no PNG', ['p.jpg'], { overlay: 'o.jpg' }, /^o\.jpg: overlays are written as PNG\./],
    ['--format beside named files', ['p.jpg'], { output: ['a.glb'], formats: ['json'] }, /^--format: /],
    ['the input as output', ['p.png'], { output: ['./p.png'] }, /^\.\/p\.png: this file is an input/],
    ['the input as overlay', ['p.png'], { output: ['a.glb'], overlay: 'p.png' }, /^p\.png: this file is an input/],
    [
      'the keypoint file as output',
      ['p.jpg'],
      { output: ['k.json'], alsoRead: ['k.json'] },
      /^k\.json: this file is an input/,
    ],
    ['an output named twice', ['p.jpg'], { output: ['a.glb', 'a.glb'] }, /^a\.glb: .* named twice/],
  ])('%s', (_, inputs, options, message) => {
    const attempt = () => plan(inputs, options);
    expect(attempt).toThrow(expect.objectContaining({ name: 'FitError', code: 'usage' }));
    expect(attempt).toThrow(message);
  });

  test('a folder without photos', () => {
    const attempt = () => plan([at('empty')]);
    expect(attempt).toThrow(expect.objectContaining({ code: 'not-found', where: at('empty') }));
  });
});
