import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  isDataFile,
  type RenderInputOptions,
  type RenderModels,
  renderInput,
} from '../../../../converters/cli/commands/render-input.js';
import { toSmplifyPickle } from '../../../../converters/export/smplify-pickle.js';
import { writePickle } from '../../../../models/write-pickle.js';
import { randomParameters, tinyBody } from '../../../support/tiny-body.js';

const folder = mkdtempSync(path.join(tmpdir(), 'photorig render input-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string): string => path.join(folder, name);

const { betas, pose, translation } = randomParameters(1);
const parameters = {
  betas: Float64Array.from(betas),
  poses: Float64Array.from(pose),
  translations: Float64Array.from(translation),
};
const camera = { focalLength: 500, principalPoint: [318, 215] as const, width: 640, height: 424 };
writeFileSync(at('result.pkl'), toSmplifyPickle({ ...parameters, camera }));
writeFileSync(at('bare.pkl'), toSmplifyPickle(parameters)); // SMPLify's own say f = 5000, and no size
const numbers = (data: Float64Array) => ({ data, shape: [data.length] });
const { poses, translations } = parameters;
writeFileSync(
  at('focalless.pkl'),
  writePickle({ cam_t: numbers(translations), pose: numbers(poses), betas: numbers(parameters.betas) }),
);
beforeAll(async () => {
  const photo = sharp({ create: { width: 300, height: 200, channels: 3, background: '#7090b0' } });
  await photo.png().toFile(at('photo.png'));
});

const models: RenderModels = {
  body: async () => tinyBody(),
  session: () => Promise.reject(new Error('nothing is to be fitted')),
};
const read = (input: string, options: Partial<RenderInputOptions> = {}) =>
  renderInput(at(input), models, { detail: 'fast', ...options }, true, () => {});

test('files of data by name', () => {
  expect(['a.json', 'b.PKL', 'c.npz', 'd.glb'].every(isDataFile)).toBe(true);
  expect(['a.jpg', 'b.PNG', 'c'].some(isDataFile)).toBe(false);
});

describe('the camera of a result', () => {
  test('is that of the file', async () => {
    const { camera: seenBy, figures, photo } = await read('result.pkl');
    expect([seenBy, photo, figures.length]).toEqual([camera, null, 1]);
    expect(figures[0].parameters.translations).toEqual(parameters.translations);
  });

  test('with the focal length that is given, and the centre of the file', async () => {
    expect((await read('result.pkl', { focal: 640 })).camera).toEqual({ ...camera, focalLength: 640 });
    const said: string[] = [];
    const say = (line: string) => said.push(line);
    await renderInput(at('result.pkl'), models, { focal: 640 }, true, say);
    const own = camera.focalLength.toFixed(0);
    const warning = `warning: fitted with a focal length of ${own} px: maps of another are off the photo`;
    expect(said).toEqual([`${at('result.pkl')}: ${warning}`]);
    await renderInput(at('result.pkl'), models, {}, true, say);
    await renderInput(at('bare.pkl'), models, { focal: 640, photo: at('photo.png') }, true, say);
    expect(said).toHaveLength(1);
    await renderInput(at('result.pkl'), models, { layout: 'coco17' }, true, say);
    expect(said[1]).toMatch(/result\.pkl: warning: --layout does nothing here/);
    const tall = 212 / Math.tan((25 * Math.PI) / 180);
    expect((await read('result.pkl', { fov: 50 })).camera?.focalLength).toBeCloseTo(tall, 9);
  });

  test('with the size of the photo, or the one given, and the focal length of the file', async () => {
    const { camera: seenBy, photo } = await read('bare.pkl', { photo: at('photo.png') });
    expect(seenBy).toEqual({ focalLength: 5000, principalPoint: [150, 100], width: 300, height: 200 });
    expect(photo?.width).toBe(300);
    expect((await read('bare.pkl', { imageSize: [80, 60] })).camera).toEqual({
      focalLength: 5000,
      principalPoint: [40, 30],
      width: 80,
      height: 60,
    });
  });

  test.each<[string, string, Partial<RenderInputOptions>, RegExp]>([
    ['no size', 'bare.pkl', {}, /it does not say how large its photo is\. Give the photo with --photo/],
    [
      'no focal length',
      'focalless.pkl',
      { imageSize: [80, 60] },
      /which focal length it was fitted with\. Give the focal length with/,
    ],
    [
      'two sizes',
      'result.pkl',
      { photo: at('photo.png') },
      /it is for 640 x 424 pixels, but the photo has 300 x 200\./,
    ],
  ])('is not guessed: %s', async (_, input, options, message) => {
    await expect(read(input, options)).rejects.toThrow(message);
  });
});
