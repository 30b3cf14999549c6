import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DetectCommandOptions, detectCommand } from '../../../../converters/cli/commands/detect.js';
import { fitCommand } from '../../../../converters/cli/commands/fit.js';
import { readKeypointsJson } from '../../../../converters/import/keypoints-json.js';
import { captureOutput } from '../../../support/captured-output.js';

const { stdout, stderr } = captureOutput();
const folder = mkdtempSync(path.join(tmpdir(), 'photorig detect ü-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (...names: string[]): string => path.join(folder, ...names);

const PHOTO = fileURLToPath(new URL('../../../../samples/photos/person.jpg', import.meta.url));
/** The middle of the person in the photo. */
const BELLY = [230, 240] as const;

beforeAll(async () => {
  cpSync(PHOTO, at('me.jpg'));
  writeFileSync(at('text.jpg'), 'this is text');
  const plain = sharp({ create: { width: 64, height: 48, channels: 3, background: '#7090b0' } });
  await plain.png().toFile(at('plain.png'));
});

const run = (inputs: string[], options: Partial<DetectCommandOptions> = {}) =>
  detectCommand(inputs, { detail: 'fast', format: 'photorig', ...options });
const json = (...names: string[]) => JSON.parse(readFileSync(at(...names), 'utf8'));

test('one photo: a keypoint file beside it, that photorig fit takes for the photo', async () => {
  expect(await run([at('me.jpg')])).toBe(0);
  expect(
    stderr()
      .replaceAll(folder, '')
      .replace(/\d[\d.]*/g, '#')
      .split('\n'),
  ).toEqual([
    '/me.jpg: looking for people in # x # pixels',
    '/me.jpg: # person, found in # ms',
    '/me.jpg: person #: # x # pixels at #,#, score #',
    '/me.jpg: wrote /me.keypoints.json',
    '',
  ]);
  expect(stdout()).toBe('');
  const file = readKeypointsJson('k', readFileSync(at('me.keypoints.json'), 'utf8'));
  // 75 mm on 35 mm film, as the photo states.
  const focalLength = expect.closeTo((75 / 43.2666) * Math.hypot(640, 424), 6);
  expect(file).toMatchObject({ width: 640, height: 424, imagePath: 'me.jpg', focalLength });
  expect(file.people.map(({ keypoints, worldLandmarks }) => [keypoints.set, worldLandmarks?.length])).toEqual([
    ['blazepose33', 99],
  ]);

  const fit = { body: 'neutral', detail: 'fast', naming: 'humanoid', pose: 'clip', quiet: true } as const;
  expect(await fitCommand([at('me.keypoints.json')], { ...fit, output: [at('me.glb'), at('me.png')] })).toBe(0);
  const { data } = await sharp(at('me.png')).raw().toBuffer({ resolveWithObject: true });
  const sky = [...data.subarray(0, 3)];
  expect(sky).toEqual([...(await sharp(PHOTO).raw().toBuffer()).subarray(0, 3)]); // drawn on the photo, not on paper
});

test('into another folder: the path leads back to the photo; and an overlay', async () => {
  const overlay = at('out', 'drawn.png');
  expect(await run([at('me.jpg')], { output: [at('out', 'new', 'k.json')], overlay, quiet: true })).toBe(0);
  expect(stderr()).toBe('');
  expect(json('out', 'new', 'k.json').image.path).toBe('../../me.jpg');
  const [drawn, photo] = await Promise.all(
    [overlay, PHOTO].map((file) => sharp(file).removeAlpha().raw().toBuffer({ resolveWithObject: true })),
  );
  expect([drawn.info.width, drawn.info.height]).toEqual([640, 424]);
  const change = (x: number, y: number, w: number, h: number): number => {
    let sum = 0;
    for (let row = y; row < y + h; row++) {
      const [from, to] = [3 * (640 * row + x), 3 * (640 * row + x + w)];
      for (let i = from; i < to; i++) sum += Math.abs(drawn.data[i] - photo.data[i]);
    }
    return sum / (3 * w * h);
  };
  expect(change(190, 110, 90, 270)).toBeGreaterThan(5); // the person
  expect(change(400, 120, 230, 240)).toBe(0); // the horse
});

describe('other forms', () => {
  test('COCO', async () => {
    expect(await run([at('me.jpg')], { format: 'coco', json: true, quiet: true })).toBe(0);
    const { images, annotations, categories } = JSON.parse(stdout());
    expect(path.resolve(images[0].file_name)).toBe(at('me.jpg'));
    expect([annotations.length, annotations[0].keypoints.length, categories[0].name]).toEqual([1, 51, 'person']);
    expect(existsSync(at('me-2.keypoints.json'))).toBe(false);
  });

  test('OpenPose', async () => {
    expect(await run([at('me.jpg')], { format: 'openpose', output: [at('openpose.json')], quiet: true })).toBe(0);
    const { version, people } = json('openpose.json');
    expect([version, people.length, people[0].pose_keypoints_2d.length]).toEqual([1.3, 1, 75]);
  });
});

test('several photos: one that fails or shows nobody stops nothing', async () => {
  const inputs = ['text.jpg', 'plain.png', 'me.jpg', 'me.jpg'].map((name) => at(name));
  expect(await run(inputs, { output: [at('many/')], overlay: at('drawn/'), json: true })).toBe(1);
  expect(stderr()).toMatch(/photorig: .*text\.jpg: this is not an image/);
  expect(stderr()).toContain('plain.png: nobody was found in the picture.\n');
  expect(stderr()).toMatch(/\n2 done, 1 without people, 1 failed\n$/);
  const files = ['many/me.keypoints.json', 'many/me-2.keypoints.json', 'drawn/me-keypoints.png'];
  expect([...files, 'many/plain.keypoints.json'].map((file) => existsSync(at(file)))).toEqual([
    true,
    true,
    true,
    false,
  ]);
  const lines = stdout().trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line).persons.length)).toEqual([0, 1, 1]);
});

describe('the person at a place', () => {
  test('a point on the person, a point on the horse', async () => {
    expect(await run([at('me.jpg')], { at: BELLY, json: true, quiet: true })).toBe(0);
    const [{ box }] = JSON.parse(stdout()).persons;
    expect(Math.abs(box[0] + box[2] / 2 - BELLY[0])).toBeLessThan(20); // 70 pixels wide
    expect(await run([at('me.jpg')], { at: [540, 200], output: [at('horse.json')], quiet: true })).toBe(3);
    expect(stderr()).toBe(`photorig: ${at('me.jpg')}: nobody was found at this place of the picture.\n`);
    expect(existsSync(at('horse.json'))).toBe(false);
  });

  test('outside the photo', async () => {
    expect(await run([at('me.jpg')], { at: [900, 10], json: true, quiet: true })).toBe(2);
    expect(stderr()).toMatch(/me\.jpg: the point 900,10 is not inside the photo, which has 640 x 424 pixels\./);
  });
});

test.each<[string, Partial<DetectCommandOptions>, RegExp]>([
  ['a person and a place', { person: 'best', at: [1, 2] }, /^--person and --at: /],
  ['two focal lengths', { focal: 500, fov: 50 }, /^--focal and --fov: /],
  ['a GLB', { output: ['me.glb'] }, /^me\.glb: the extension \.glb is not the name of a format\. Use \.json, \.png,/],
])('refused before anything is read: %s', async (_, options, message) => {
  const attempt = run(['missing.jpg'], options);
  await expect(attempt).rejects.toMatchObject({ name: 'FitError', code: 'usage' });
  await expect(attempt).rejects.toThrow(message);
});
