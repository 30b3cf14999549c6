import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packageRoot } from '../../../converters/cli/package-root.js';
import { validateGlb } from '../../../converters/index.js';
import { SMPL_JOINTS } from '../../../core/body/joint-sets.js';
import { hugePng } from '../../support/huge-png.js';
import { STANDING } from '../../support/standing.js';

/** The command as it is shipped: npm test builds it first. Runs of networks are few, each takes seconds. */

const MAIN = path.join(packageRoot(), 'dist', 'converters', 'cli', 'main.js');
const PHOTO = path.join(packageRoot(), 'samples', 'photos', 'person.jpg');
const PHOTO_SIZE = [640, 424];

const folder = mkdtempSync(path.join(tmpdir(), 'photorig command ü 形-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (...names: string[]): string => path.join(folder, ...names);

/** Runs the command in the temporary folder. */
function photorig(...args: string[]): { code: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], { cwd: folder, encoding: 'utf8' });
  return { code: status, stdout, stderr };
}

/** Every file below the temporary folder: what a run must not have added to. */
const allFiles = (): string[] => readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();

beforeAll(async () => {
  cpSync(PHOTO, at('me.jpg'));
  const keypoints = {
    format: 'photorig-keypoints-1',
    image: { width: 640, height: 480 },
    persons: [{ set: 'coco17', xy: STANDING, confidence: Array(17).fill(1) }],
  };
  writeFileSync(at('standing.json'), JSON.stringify(keypoints));
  writeFileSync(at('text.txt'), 'this is text');
  writeFileSync(at('text.npz'), 'this is text');
  writeFileSync(at('empty.jpg'), '');
  writeFileSync(at('half.jpg'), readFileSync(PHOTO).subarray(0, 40_000));
  writeFileSync(at('huge.png'), hugePng());
  const plain = sharp({ create: { width: 320, height: 240, channels: 3, background: '#7090b0' } });
  await plain.png().toFile(at('plain.png'));
});

describe('help and version', () => {
  test('--version', () => {
    const { version } = JSON.parse(readFileSync(path.join(packageRoot(), 'package.json'), 'utf8'));
    expect(photorig('--version')).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  test('--help names the commands', () => {
    const { code, stdout, stderr } = photorig('--help');
    expect([code, stderr]).toEqual([0, '']);
    for (const command of ['fit', 'detect', 'inspect', 'validate']) expect(stdout).toContain(`\n  ${command} `);
  });

  test('fit --help groups its options and shows no defaults of the machinery', () => {
    const { code, stdout } = photorig('fit', '--help');
    expect(code).toBe(0);
    expect(stdout).toMatch(/\nOutput:\n[\s\S]*--overlay[\s\S]*\nFitting:\n[\s\S]*--focal/);
    expect(stdout).not.toMatch(/default: (false|\[\])/);
  });

  test('detect --help groups its options', () => {
    const { code, stdout } = photorig('detect', '--help');
    expect(code).toBe(0);
    expect(stdout).toMatch(/\nOutput:\n[\s\S]*--overlay[\s\S]*\nDetection:\n[\s\S]*--box/);
  });

  test('nothing at all: the help, on stderr, as wrong usage', () => {
    const { code, stdout, stderr } = photorig();
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('Usage: photorig');
  });
});

describe('a photo', () => {
  test('becomes a GLB, a JSON and an overlay in a folder that was not there', async () => {
    const glb = at('new', 'out ü', 'me.glb');
    const json = at('new', 'out ü', 'me.json');
    const overlay = at('new', 'over.png');
    const run = photorig('fit', 'me.jpg', '-o', glb, '-o', json, '--overlay', overlay);
    expect(run).toMatchObject({ code: 0, stdout: '' });
    expect(
      run.stderr
        .replaceAll(folder, '')
        .replace(/\d[\d.]*/g, '#')
        .split('\n'),
    ).toEqual([
      'me.jpg: looking for people in # x # pixels',
      'me.jpg: # person, found in # ms (networks loaded in # ms), focal length # px (exif)',
      'me.jpg: fitted in # ms, # iterations, # px off the keypoints, # m away',
      ...[glb, json, overlay].map((file) => `me.jpg: wrote ${file.replace(folder, '')}`),
      '',
    ]);
    expect(readdirSync(at('new'), { recursive: true, encoding: 'utf8' })).toHaveLength(4); // nothing but these

    const report = await validateGlb(readFileSync(glb));
    expect(report).toMatchObject({ valid: true, findings: [], animations: ['Pose'] });
    const { width, height, format } = await sharp(overlay).metadata();
    expect([width, height, format]).toEqual([...PHOTO_SIZE, 'png']);

    const fit = JSON.parse(readFileSync(json, 'utf8'));
    expect(Object.keys(fit)).toEqual(['format', 'image', 'body', 'camera', 'persons']);
    expect(fit).toMatchObject({ format: 'photorig-fit-1', image: { path: 'me.jpg', width, height } });
    expect(fit.body).toMatchObject({ name: 'neutral', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(fit.camera).toMatchObject({ principalPoint: [width / 2, height / 2], source: 'exif' });
    expect(fit.persons).toHaveLength(1);
    expectPerson(fit.persons[0]);
  });

  test('without anybody: exit 3, a sentence, no file', async () => {
    const before = allFiles();
    const run = photorig('fit', 'plain.png', '-o', 'plain.glb', '--overlay', 'plain-over.png', '--quiet');
    expect(run).toEqual({
      code: 3,
      stdout: '',
      stderr: 'photorig: plain.png: nobody was found in the picture.\n',
    });
    expect(allFiles()).toEqual(before);
  });

  test('a folder: one broken photo does not stop the others, the last line counts', () => {
    mkdirSync(at('many'));
    cpSync(PHOTO, at('many', 'b good.jpg'));
    for (const [name, source] of [
      ['a half.jpg', 'half.jpg'],
      ['c plain.png', 'plain.png'],
    ]) {
      cpSync(at(source), at('many', name));
    }
    const run = photorig('fit', 'many', '-o', 'many out', '--format', 'glb,png', '--detail', 'fast', '--json');
    expect(run.code).toBe(1);
    const lines = run.stderr.trimEnd().split('\n');
    expect(lines[0]).toMatch(/^photorig: many.a half\.jpg: the image is cut off or damaged\. /);
    expect(lines).toContain(`photorig: ${path.join('many', 'c plain.png')}: nobody was found in the picture.`);
    expect(lines.at(-1)).toBe('1 done, 1 without people, 1 failed');
    expect(readdirSync(at('many out')).sort()).toEqual(['b good-overlay.png', 'b good.glb']);
    // One JSON object a line for each photo that could be looked at.
    const fits = run.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(fits.map(({ image, persons }) => [path.basename(image.path), persons.length])).toEqual([
      ['b good.jpg', 1],
      ['c plain.png', 0],
    ]);
  });
});

test('detect, then fit: a photo becomes keypoints, and these an avatar', async () => {
  const detected = photorig('detect', 'me.jpg', '-o', 'found.json', '--at', '230,240', '--detail', 'fast');
  expect(detected).toMatchObject({ code: 0, stdout: '' });
  expect(detected.stderr.split('\n').at(-2)).toBe('me.jpg: wrote found.json');
  expect(photorig('fit', 'found.json', '-q', '-o', 'found.glb')).toEqual({ code: 0, stdout: '', stderr: '' });
  expect(await validateGlb(readFileSync(at('found.glb')))).toMatchObject({ valid: true, findings: [] });
});

/** Every field of photorig-fit-1 that a person has, of the right size and with sense in it. */
function expectPerson(person: Record<string, never> & { keypoints: Record<string, never[]> }): void {
  expect(Object.keys(person).sort()).toEqual(
    [
      ...['box', 'score', 'keypoints', 'pose', 'betas', 'translation', 'joints3d', 'reprojectionError', 'cost'],
      ...['costByTerm', 'iterations', 'termination', 'warnings', 'timings', 'confidence', 'measurements'],
    ].sort(),
  );
  const { box, pose, betas, translation, keypoints, joints3d, reprojectionError, timings } = person;
  const numbers = [box, pose, betas, translation, keypoints.xy, keypoints.confidence] as unknown as number[][];
  expect(numbers.map(({ length }) => length)).toEqual([4, 72, 10, 3, 33, 33]);
  expect(numbers.flat(2).every(Number.isFinite)).toBe(true);
  expect(Object.keys(joints3d)).toEqual(expect.arrayContaining([...SMPL_JOINTS, 'nose', 'left_heel', 'head_top']));
  // The sample shows a whole person of 250 pixels without occlusion.
  expect(reprojectionError).toBeLessThan(10);
  expect(Object.keys(timings).sort()).toEqual(['detectMs', 'fitMs', 'loadMs']);
}

test('a reader that goes away is no failure, and loses no file', () => {
  const command = `"${process.execPath}" "${MAIN}" fit standing.json --json -q -o early.glb; echo "exit $?" >&2`;
  const { stderr } = spawnSync('sh', ['-c', `{ ${command}; } | true`], { cwd: folder, encoding: 'utf8' });
  expect(stderr).toBe('exit 0\n');
  expect(existsSync(at('early.glb'))).toBe(true);
});

test('a negative pitch is a number, no option', () => {
  const told = photorig('fit', 'standing.json', '--pitch', '-10', '-o', 'tilted.json');
  expect(told.stderr).toContain('camera looking up by 10 degrees');
  expect(told.code).toBe(0);
  const { camera } = JSON.parse(readFileSync(at('tilted.json'), 'utf8'));
  expect(camera.down[2]).toBeCloseTo(-Math.sin(Math.PI / 18), 12);
});

describe('one clear line, the right exit code, no stack, no file', () => {
  test.each<[number, string, RegExp]>([
    [1, 'validate text.txt', /^photorig: text\.txt: there are no checks for this kind of file\./],
    [2, 'me.jpg', /^photorig: unknown command 'me\.jpg'\. Did you mean photorig fit me\.jpg\? Try photorig --help\.$/],
    [2, 'bogus', /^photorig: unknown command 'bogus'\. Try photorig --help\.$/],
    [2, 'fit', /missing required argument 'inputs'\. Try photorig fit --help\.$/],
    [2, 'fit me.jpg --boddy x', /unknown option '--boddy'\. \(Did you mean --body\?\) Try photorig fit --help\.$/],
    [2, 'fit me.jpg -o me.xyz', /^photorig: me\.xyz: the extension \.xyz is not the name of a format\. Use \.glb/],
    [2, 'fit me.jpg --focal -5', /'-5' is invalid\. Give pixels/],
    [2, 'fit me.jpg --fov 0', /'0' is invalid\. Give degrees between 0 and 180\./],
    [2, 'fit me.jpg --focal 500 --fov 50', /^photorig: --focal and --fov: they say the same thing\./],
    [
      2,
      'fit me.jpg --pitch 90',
      /'90' is invalid\. Give degrees between -80 and 80, like 10; negative when it looks up\./,
    ],
    [
      2,
      'render me.jpg --pitch=-10 --upright',
      /^photorig: --pitch and --upright: --pitch already states the tilt that --upright would estimate\./,
    ],
    [2, 'fit me.jpg --body whale', /^photorig: whale: there is no such body\. Give neutral, female, male or/],
    [1, 'fit me.jpg --body text.npz', /^photorig: text\.npz: this is neither/],
    [2, 'fit me.jpg --at 10', /'10' is invalid\. Give x,y in pixels of the upright photo\./],
    [2, 'fit me.jpg --at 1,2 --person best', /^photorig: --person and --at: each of them chooses a person\./],
    [2, 'detect', /missing required argument 'inputs'\. Try photorig detect --help\.$/],
    [2, 'detect me.jpg --box 1,2,3', /'1,2,3' is invalid\. Give x,y,width,height in pixels/],
    [2, 'detect me.jpg --format bvh', /'bvh' is invalid\. Allowed choices are photorig, coco, openpose\./],
    [1, 'detect text.txt', /^photorig: text\.txt: this is not an image/],
    [1, 'fit missing.jpg', /^photorig: missing\.jpg: there is no such file\./],
    [1, 'fit text.txt', /^photorig: text\.txt: this is not an image/],
    [1, 'fit empty.jpg', /^photorig: empty\.jpg: the file is empty\./],
    [1, 'fit half.jpg', /^photorig: half\.jpg: the image is cut off or damaged\./],
    [1, 'fit huge.png', /^photorig: huge\.png: the image has 20000 x 20000 pixels/],
    [1, 'fit me.jpg -o text.txt/me.glb', /^photorig: text\.txt\/me\.glb: a part of the path is a file, not a folder\./],
    [1, 'fit standing.json --person 9', /^photorig: standing\.json: person 9 was asked for, 1 was found\. Choose 1, /],
  ])('%i: photorig %s', (code, command, message) => {
    const before = allFiles();
    const run = photorig(...command.split(' '));
    expect(run.stderr.trimEnd()).toMatch(message);
    expect(run.stderr.trimEnd().split('\n')).toHaveLength(1);
    expect([run.code, run.stdout]).toEqual([code, '']);
    expect(allFiles()).toEqual(before);
  });
});
