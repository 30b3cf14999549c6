import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterAll, describe, expect, test } from 'vitest';
import { fitCommand } from '../../../../converters/cli/commands/fit.js';
import { type RenderCommandOptions, renderCommand } from '../../../../converters/cli/commands/render.js';
import { toAmassNpz } from '../../../../converters/export/amass-npz.js';
import { toSmplifyPickle } from '../../../../converters/export/smplify-pickle.js';
import type { Parameters } from '../../../../converters/formats/parameters.js';
import { shapeBody } from '../../../../core/body/shape.js';
import { poseVertices } from '../../../../core/body/skinning.js';
import { renderMaps } from '../../../../core/render/maps.js';
import type { Camera } from '../../../../core/types.js';
import { readNpz } from '../../../../models/npz.js';
import { writeBodyPickle } from '../../../../models/write-body.js';
import { captureOutput } from '../../../support/captured-output.js';
import { STANDING } from '../../../support/standing.js';
import { randomParameters, tinyBody } from '../../../support/tiny-body.js';

/** Results on a tiny body, without networks; one photo and one keypoint file with them. */

const { stderr } = captureOutput();
const folder = mkdtempSync(path.join(tmpdir(), 'photorig render ü-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (...names: string[]): string => path.join(folder, ...names);

const body = tinyBody();
const PHOTO = fileURLToPath(new URL('../../../../samples/photos/person.jpg', import.meta.url));
const camera = { focalLength: 500, principalPoint: [318, 215] as const, width: 640, height: 424 };
const people = [1, 2].map((seed) => {
  const { betas, pose, translation } = randomParameters(seed);
  return {
    betas: Float64Array.from(betas),
    poses: Float64Array.from(pose),
    translations: Float64Array.from(translation),
  };
});
const [one, other] = people;
const motion: Parameters = {
  ...one,
  poses: Float64Array.from([...one.poses, ...other.poses]),
  translations: Float64Array.from([...one.translations, ...other.translations]),
};
function fitJson(changes: object = {}): string {
  const persons = people.map(({ betas, poses, translations }) => ({
    pose: [...poses],
    betas: [...betas],
    translation: [...translations],
  }));
  const { width, height, ...lens } = camera;
  const image = { path: 'me.jpg', width, height };
  return JSON.stringify({ format: 'photorig-fit-1', image, body: {}, camera: lens, persons, ...changes });
}
cpSync(PHOTO, at('me.jpg'));
writeFileSync(at('tiny.pkl'), writeBodyPickle(body));
writeFileSync(at('result.pkl'), toSmplifyPickle({ ...one, camera }));
writeFileSync(at('bare.pkl'), toSmplifyPickle(one)); // f = 5000, no size
writeFileSync(at('motion.npz'), toAmassNpz(motion, { pelvis: [0, 0, 0] }));
writeFileSync(at('fit.json'), fitJson());
writeFileSync(at('nobody.json'), fitJson({ persons: [] }));
writeFileSync(at('large.json'), fitJson({ image: { path: '', width: 1e6, height: 1e6 } }));
const behind = { pose: Array(72).fill(0), betas: [], translation: [0, 0, -5] };
writeFileSync(at('behind.json'), fitJson({ persons: [behind] }));
const person = { set: 'coco17', xy: STANDING, confidence: Array(17).fill(1) };
const keypoints = { format: 'photorig-keypoints-1', image: { width: 640, height: 480 }, persons: [person] };
writeFileSync(at('standing.json'), JSON.stringify(keypoints));
writeFileSync(at('text.jpg'), 'this is text');

const run = (inputs: string[], options: Partial<RenderCommandOptions> = {}) =>
  renderCommand(
    inputs.map((name) => at(name)),
    { body: at('tiny.pkl'), ...options },
  );
const depthOf = (name: string): Float32Array => readNpz(name, readFileSync(at(name))).depth.data as Float32Array;
/** In one comparison: a matcher takes seconds for so many numbers. */
const expectSame = (a: Float32Array, b: Float32Array): void =>
  expect([a.length, a.findIndex((value, i) => value !== b[i])]).toEqual([b.length, -1]);
/** What these people look like to this camera. */
const expected = (who: typeof people, seenBy: Camera = camera) =>
  renderMaps(
    who.map(({ betas, poses, translations }) => ({
      ...body,
      vertices: poseVertices(body, shapeBody(body, betas), poses, translations),
    })),
    seenBy,
  );

describe('results', () => {
  test('a fit and its photo: every map, everybody', async () => {
    expect(await run(['fit.json'], { output: at('all'), photo: at('me.jpg') })).toBe(0);
    const endings = ['overlay.png', 'depth.png', 'depth.npz', 'parts.png', 'parts.json', 'persons.png'];
    const names = [...endings, 'silhouette.png', 'normals.png'].map((ending) => `fit-${ending}`);
    expect(readdirSync(at('all')).sort()).toEqual(names.sort());
    expectSame(depthOf('all/fit-depth.npz'), expected(people).depth);
    for (const name of names.filter((name) => name.endsWith('.png'))) {
      expect(await sharp(at('all', name)).metadata()).toMatchObject({ width: 640, height: 424 });
    }
    const [drawn, photo] = await Promise.all(
      [at('all/fit-overlay.png'), PHOTO].map((file) => sharp(file).removeAlpha().raw().toBuffer()),
    );
    const { silhouette } = expected(people);
    const changed = silhouette.map((_, i) => (drawn[3 * i] === photo[3 * i] ? 0 : 1));
    expect(changed.some((change, i) => change === 1 && silhouette[i] === 0)).toBe(false);
    expect(changed.filter((change) => change === 1).length).toBeGreaterThan(1000);
    expect(stderr()).toContain(`fit.json: wrote ${at('all', 'fit-depth.png')}\n`);
  });

  test('one of the people, one map, beside the fit', async () => {
    expect(await run(['fit.json'], { maps: ['depth'], person: 2, quiet: true })).toBe(0);
    expectSame(depthOf('fit-depth.npz'), expected([other]).depth);
    expect([existsSync(at('fit-parts.png')), stderr()]).toEqual([false, '']);
  });

  test("SMPLify's, with another focal length", async () => {
    const depth = { maps: ['depth'], output: at('smplify'), focal: 640, quiet: true } as const;
    expect(await run(['result.pkl'], depth)).toBe(0);
    expectSame(depthOf('smplify/result-depth.npz'), expected([one], { ...camera, focalLength: 640 }).depth);
  });

  test('nobody in it', async () => {
    expect(await run(['nobody.json'], { output: at('none') })).toBe(3);
    expect(stderr()).toBe(`photorig: ${at('nobody.json')}: nobody was found in the picture.\n`);
    expect(existsSync(at('none'))).toBe(false);
  });
});

describe('fitted first', () => {
  test('a photo is seen as photorig fit sees it', async () => {
    const options = { detail: 'fast', body: 'neutral', quiet: true } as const;
    expect(await run(['me.jpg'], { ...options, output: at('photo'), maps: ['overlay', 'silhouette'] })).toBe(0);
    const fit = { ...options, naming: 'humanoid', pose: 'clip', output: [at('photo', 'me.json')] } as const;
    expect(await fitCommand([at('me.jpg')], { ...fit, overlay: at('photo', 'fitted.png') })).toBe(0);
    expect(readFileSync(at('photo/me-overlay.png'))).toEqual(readFileSync(at('photo/fitted.png')));

    // The fit's JSON gives the same picture again.
    const again = { body: 'neutral', output: at('again'), maps: ['overlay', 'silhouette'], quiet: true } as const;
    expect(await run(['photo/me.json'], { ...again, photo: at('me.jpg') })).toBe(0);
    expect(readFileSync(at('again/me-silhouette.png'))).toEqual(readFileSync(at('photo/me-silhouette.png')));
  });

  test('keypoints without a photo: on white paper', async () => {
    expect(await run(['standing.json'], { body: 'neutral', output: at('paper'), maps: ['overlay'] })).toBe(0);
    const { data, info } = await sharp(at('paper/standing-overlay.png')).raw().toBuffer({ resolveWithObject: true });
    const [white, belly] = [0, 4 * (200 * info.width + 320)].map((i) => [...data.subarray(i, i + 3)]);
    expect([info.width, info.height, white]).toEqual([640, 480, [255, 255, 255]]);
    expect(Math.min(...belly)).toBeLessThan(200);
    expect(stderr()).toMatch(/standing\.json: 1 person, focal length .*\n.*fitted in /);
  });

  test('a tilt of the camera, told or asked for, shows in the picture', async () => {
    const overlayWith = async (options: Partial<RenderCommandOptions>): Promise<Buffer> => {
      expect(await run(['standing.json'], { body: 'neutral', output: at('tilt'), maps: ['overlay'], ...options })).toBe(
        0,
      );
      return readFileSync(at('tilt/standing-overlay.png'));
    };
    const unknown = await overlayWith({});
    expect(stderr()).not.toContain('camera');
    expect((await overlayWith({ pitch: 20 })).equals(unknown)).toBe(false);
    expect(stderr()).toContain('camera looking down by 20 degrees');
    expect((await overlayWith({ upright: true })).equals(unknown)).toBe(false);
    expect(stderr()).toMatch(/camera (level|looking (up|down) by \d+ degrees?)\n/);
  });
});

test('several inputs: one that fails stops nothing', async () => {
  const maps = { output: at('many'), maps: ['silhouette'] } as const;
  expect(await run(['text.jpg', 'motion.npz', 'fit.json', 'nobody.json'], { ...maps, body: at('tiny.pkl') })).toBe(1);
  expect(stderr()).toMatch(/\n1 done, 1 without people, 2 failed\n$/);
  expect(readdirSync(at('many'))).toEqual(['fit-silhouette.png']);
});

describe('told what is wrong, nothing written', () => {
  test.each<[string, string, Partial<RenderCommandOptions>, RegExp]>([
    ['a motion', 'motion.npz', {}, /it is a motion of 2 frames/],
    ['a body', 'tiny.pkl', {}, /this is a body without a pose/],
    ['a result without a size', 'bare.pkl', {}, /it does not say how large its photo is\./],
    [
      'a photo of another size',
      'fit.json',
      { photo: 'small.png' },
      /it is for 640 x 424 pixels, but the photo has 64 x 48/,
    ],
    [
      'a picture of 10^12 pixels',
      'large.json',
      {},
      /each map would have 1000000 x 1000000 pixels, more than 100 million/,
    ],
    ['people behind the camera', 'behind.json', {}, /no part of the body is in the picture\./],
    ['a tilt for what is fitted', 'fit.json', { pitch: 3 }, /--pitch: the people in .* have already been fitted/],
    ['a height for what is fitted', 'fit.json', { height: 1.8 }, /--height: the people in .* have already been fitted/],
    ['the third of two', 'fit.json', { person: 3 }, /person 3 was asked for, but the file has only 2\./],
    ['no such photo', 'missing.jpg', { body: 'neutral' }, /missing\.jpg: there is no such file\./],
  ])('%s', async (_, input, options, message) => {
    await sharp({ create: { width: 64, height: 48, channels: 3, background: '#7090b0' } }).toFile(at('small.png'));
    const { photo, ...rest } = options;
    const code = await run([input], { output: at('never'), ...rest, ...(photo && { photo: at(photo) }) });
    expect([1, 2]).toContain(code);
    expect(stderr()).toMatch(message);
    expect(stderr().trimEnd().split('\n')).toHaveLength(1);
    expect(existsSync(at('never'))).toBe(false);
  });

  test.each<[string, string[], Partial<RenderCommandOptions>, RegExp]>([
    ['two focal lengths', ['fit.json'], { focal: 500, fov: 50 }, /^--focal and --fov: /],
    [
      'a tilt told twice',
      ['standing.json'],
      { upright: true, pitch: 0 },
      /^--pitch and --upright: --pitch already states the tilt/,
    ],
    ['two bodies', ['fit.json'], { bodyDir: 'bodies' }, /^--body and --body-dir: /],
    ['a person and a place', ['me.jpg'], { person: 1, at: [1, 2] }, /^--person and --at: /],
    ['a photo for a photo', ['me.jpg'], { photo: 'b.jpg' }, /^--photo: the input is a photo\./],
    [
      'one photo for two fits',
      ['fit.json', 'x.json'],
      { photo: 'b.jpg' },
      /^--photo: it names one file, but there are 2/,
    ],
    ['keypoints for a fit', ['fit.json'], { keypoints: 'k.json' }, /^--keypoints: the input is not a photo\./],
    ['a place in a fit', ['fit.json'], { at: [1, 2] }, /^--at: --at and --box need a photo\./],
    ['the photo as output', ['fit.json'], { photo: at('fit-overlay.png') }, /fit-overlay\.png: it is an input/],
  ])('before anything is read: %s', async (_, inputs, options, message) => {
    const attempt = run(inputs, options);
    await expect(attempt).rejects.toMatchObject({ name: 'FitError', code: 'usage' });
    await expect(attempt).rejects.toThrow(message);
  });
});
