import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { zipSync } from 'fflate';
import sharp, { type Sharp } from 'sharp';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import {
  detectPhoto,
  fitKeypoints,
  fitPhoto,
  type PhotoFit,
  toFitJson,
  toGlb,
  validateGlb,
} from '../../../converters/cli/library.js';
import { bodyArrays } from '../../support/body-file.js';
import { standing } from '../../support/standing.js';
import { tinyBody } from '../../support/tiny-body.js';

const PHOTO = fileURLToPath(new URL('../../../samples/photos/person.jpg', import.meta.url));
const CAMERA = { focalLength: 800, principalPoint: [320, 240], width: 640, height: 480 } as const;

describe('fitPhoto', () => {
  let fromFile: PhotoFit;
  beforeAll(async () => {
    fromFile = await fitPhoto(PHOTO, { detail: 'fast' });
  });

  test('a path: one person, whose avatar is a valid GLB', async () => {
    expect(fromFile.image).toEqual({ path: PHOTO, width: 640, height: 424 });
    expect([fromFile.people.length, fromFile.avatars.length, fromFile.focalSource]).toEqual([1, 1, 'exif']);
    expect(await validateGlb(await toGlb(fromFile.avatars))).toMatchObject({ valid: true, findings: [] });
  });

  test('bytes give the same fit', async () => {
    const { people } = await fitPhoto(readFileSync(PHOTO), { detail: 'fast' });
    expect(people.map(({ fit }) => fit.pose)).toEqual(fromFile.people.map(({ fit }) => fit.pose));
  });

  /** Mean distance in pixels. Lossy formats and inks change the picture; 2 pixels are 1 % of the person's height. */
  test.each<[string, (photo: Sharp) => Sharp, number]>([
    ['WebP', (photo) => photo.webp({ quality: 90 }), 2],
    ['PNG with alpha', (photo) => photo.ensureAlpha().png(), 0.01],
    ['16-bit PNG', (photo) => photo.toColourspace('rgb16').png(), 0.01],
    ['CMYK JPEG', (photo) => photo.toColourspace('cmyk').jpeg({ quality: 90 }), 2],
  ])('a %s of the same picture: the same keypoints', async (_, convert, tolerance) => {
    const { people } = await fitPhoto(await convert(sharp(readFileSync(PHOTO))).toBuffer(), { detail: 'fast' });
    const [expected, found] = [fromFile.people, people].map(([{ detection }]) => detection.keypoints);
    const sure = [...expected.confidence.keys()].filter((k) => expected.confidence[k] > 0.4);
    const distances = sure.map((k) => {
      const [u, v] = [2 * k, 2 * k + 1];
      return Math.hypot(found.xy[u] - expected.xy[u], found.xy[v] - expected.xy[v]);
    });
    expect(sure.length).toBeGreaterThan(20);
    expect(distances.reduce((a, b) => a + b) / sure.length).toBeLessThan(tolerance);
  });

  test('nobody: empty lists', async () => {
    const plain = sharp({ create: { width: 64, height: 64, channels: 3, background: '#7090b0' } });
    const result = await fitPhoto(await plain.png().toBuffer(), { detail: 'fast' });
    expect([result.people, result.avatars]).toEqual([[], []]);
    expect(toFitJson(result)).toMatchObject({ persons: [] });
  });

  test('somebody who is not there', async () => {
    const attempt = fitPhoto(readFileSync(PHOTO), { detail: 'fast', person: 9 });
    await expect(attempt).rejects.toThrow('photo: person 9 was asked for, 1 was found.');
  });
});

test('detectPhoto: everybody, or the one at a place, without a fit', async () => {
  const { image, people, focalLength } = await detectPhoto(PHOTO, { detail: 'fast' });
  expect(image).toEqual({ path: PHOTO, width: 640, height: 424 });
  expect(people).toHaveLength(1);
  expect(focalLength).toBeGreaterThan(1000); // 75 mm on 35 mm film
  const box = people[0].box;
  const again = await detectPhoto(readFileSync(PHOTO), { detail: 'fast', box });
  expect([again.people.length, again.image.path]).toEqual([1, '']);
  expect(again.people[0].box[0]).toBeCloseTo(box[0], 3);
});

describe('fitKeypoints', () => {
  test('one person: the parameters, and an avatar on the ground', async () => {
    const { fit, avatar } = await fitKeypoints(standing().keypoints, CAMERA, { body: 'male' });
    expect([fit.pose.length, fit.betas.length, fit.camera]).toEqual([72, 10, CAMERA]);
    expect(avatar.metadata.bodyName).toBe('male');
    expect(await validateGlb(await toGlb([avatar]))).toMatchObject({ valid: true, findings: [] });
  });

  test('a body that could not be opened is looked for again the next time', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'photorig-library-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const body = path.join(folder, 'late.npz');
    const fitting = () => fitKeypoints(standing().keypoints, CAMERA, { body });
    await expect(fitting()).rejects.toMatchObject({ name: 'FitError', code: 'not-found', where: body });
    const arrays = Object.entries(bodyArrays(tinyBody())).map(([key, bytes]) => [`${key}.npy`, bytes] as const);
    writeFileSync(body, zipSync(Object.fromEntries(arrays)));
    expect((await fitting()).avatar.metadata.bodyName).toBe('late');
  });
});
