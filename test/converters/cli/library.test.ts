import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { zipSync } from 'fflate';
import sharp, { type Sharp } from 'sharp';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import {
  cameraFor,
  detectPhoto,
  drawOverlay,
  fitKeypoints,
  fitPhoto,
  namedJoints,
  nodeRuntime,
  openSession,
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

  test('a size or a choice of people that there is not is refused even where nobody is', async () => {
    const plain = sharp({ create: { width: 64, height: 64, channels: 3, background: '#7090b0' } });
    const bytes = await plain.png().toBuffer();
    for (const options of [{ height: 178 }, { weight: Number.NaN }, { person: 0 }]) {
      const attempt = fitPhoto(bytes, { detail: 'fast', ...options });
      await expect(attempt).rejects.toMatchObject({ name: 'FitError', code: 'usage' });
    }
  });

  test('a file URL is a path; what is neither path nor bytes is refused as such', async () => {
    const url = pathToFileURL(PHOTO);
    const { image } = await detectPhoto(url, { detail: 'fast' });
    expect(image.path).toBe(PHOTO);
    for (const wrong of [undefined, 7, {}, new URL('https://example.com/photo.jpg')]) {
      await expect(fitPhoto(wrong as string)).rejects.toMatchObject({
        name: 'FitError',
        code: 'usage',
        where: 'photo',
      });
    }
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

test('every option of a session counts, each in a session of its own', async () => {
  const { keypoints } = standing();
  const fitted = async (options: object) => (await fitKeypoints(keypoints, CAMERA, options)).fit;
  const plain = await fitted({});
  expect([plain.betas.length, plain.camera.focalLength]).toEqual([10, CAMERA.focalLength]);
  expect((await fitted({ betas: 3 })).betas).toHaveLength(3);
  // Without interpenetration no capsules are fitted: seconds.
  const smplify = await fitted({ method: 'smplify', without: ['interpenetration'] });
  expect([smplify.camera.focalLength, Object.keys(smplify.costByTerm)]).toEqual([
    5000,
    expect.arrayContaining(['joints', 'shape']),
  ]);
  const without = await fitted({ method: 'smplify', without: ['interpenetration', 'shape'] });
  expect(Object.keys(without.costByTerm)).toEqual(expect.not.arrayContaining(['shape']));
  expect(await fitted({})).toEqual(plain);
});

test.each<[object, string]>([
  [{ method: 'nonsense' }, 'method: there is no method called nonsense. Choose one of default, smplify.'],
  [{ method: 'smplify', without: ['nonsense'] }, 'nonsense'],
  [
    { method: 'smplify', height: 1.5 },
    'height: smplify cannot use measurements. Leave out height, or choose method default.',
  ],
  [{ without: ['shape'] }, 'without: only smplify can leave out terms.'],
  [{ body: 'nonsense' }, 'nonsense: there is no such body.'],
  [{ detail: 'bestest' }, 'detail: there is no detail called bestest. Choose one of fast, balanced, best.'],
  [{ depths: { left_wrist: 'further' } }, 'depths: further is not a side for the left wrist.'],
  [{ depths: { left_thumb: 'nearer' } }, 'depths: left_thumb is not a joint of a limb.'],
  [{ focalLength: 800, verticalFov: 50 }, 'focalLength and verticalFov: they say the same thing.'],
  [{ pitch: 30, upright: true }, 'pitch and upright: pitch already states the tilt that upright would estimate.'],
  [{ at: [230, 240], person: 'all' }, 'person and at: each of them chooses a person.'],
  [{ at: '230,240' }, 'at: "230,240" is not such a place.'],
  [{ upright: 'false' }, 'upright: "false" is not a boolean.'],
  [{ betas: '3' }, 'betas: "3" is not a number of shape components. Give a whole number from 1.'],
  [{ betas: 2.5 }, 'betas: 2.5 is not a number of shape components.'],
  [{ betas: 0 }, 'betas: 0 is not a number of shape components.'],
  [{ method: 'smplify', without: 'prior' }, 'without: "prior" is not a list of terms.'],
])('fitPhoto refuses %j', async (options, message) => {
  const attempt = fitPhoto(PHOTO, { detail: 'fast', ...options });
  await expect(attempt).rejects.toMatchObject({
    name: 'FitError',
    code: 'usage',
    message: expect.stringContaining(message),
  });
});

test('detail: another network sees other keypoints, and detectPhoto refuses what there is not', async () => {
  const [{ detection: fast }] = (await fitPhoto(PHOTO, { detail: 'fast' })).people;
  const [{ detection: balanced }] = (await fitPhoto(PHOTO, { detail: 'balanced' })).people;
  expect(balanced.keypoints.xy).not.toEqual(fast.keypoints.xy);
  const attempt = detectPhoto(PHOTO, { detail: 'bestest' as 'best' });
  await expect(attempt).rejects.toThrow('detail: there is no detail called bestest.');
});

test('a runtime of one’s own: its networks are freed, and loaded again for the next fit', async () => {
  const runtime = nodeRuntime({ threads: 1 });
  const first = await fitPhoto(PHOTO, { detail: 'fast', runtime });
  await runtime.dispose();
  const second = await fitPhoto(PHOTO, { detail: 'fast', runtime });
  expect(second.people[0].fit.pose).toEqual(first.people[0].fit.pose);
  expect(second.body).toBe(first.body); // kept as without a runtime
  await runtime.dispose();
});

describe('an abort', () => {
  const aborted = AbortSignal.abort(new Error('enough'));

  test('before the first network', async () => {
    await expect(fitPhoto(PHOTO, { detail: 'fast', signal: aborted })).rejects.toThrow('enough');
    await expect(detectPhoto(PHOTO, { detail: 'fast', signal: aborted })).rejects.toThrow('enough');
    await expect(fitKeypoints(standing().keypoints, CAMERA, { signal: aborted })).rejects.toThrow('enough');
  });

  test('between people: who is not fitted yet is not', async () => {
    const session = await openSession();
    const { width, height } = CAMERA;
    const stop = new AbortController();
    const begun = new Set<number>();
    const fitting = session.fitFound(
      { path: '', width, height },
      [standing(), standing(150)],
      { camera: CAMERA, source: 'flag' },
      {
        signal: stop.signal,
        watch: (person) => () => {
          begun.add(person);
          stop.abort(new Error('enough'));
        },
      },
    );
    await expect(fitting).rejects.toThrow('enough');
    expect([...begun]).toEqual([0]);
  });
});

describe('fitKeypoints', () => {
  test('what a person is known to do reaches the fit: depths, the tilt, pins', async () => {
    const { keypoints } = standing();
    const wrist = async (options: object) => {
      const { fit, skeleton } = await fitKeypoints(keypoints, CAMERA, options);
      const { left_wrist, left_elbow } = namedJoints(skeleton, fit);
      return left_wrist[2] - left_elbow[2];
    };
    expect(await wrist({ depths: { left_wrist: 'nearer' } })).toBeLessThan(0);
    expect(await wrist({ depths: { left_wrist: 'farther' } })).toBeGreaterThan(0);
    const upright = await fitKeypoints(keypoints, CAMERA, { upright: true });
    expect(upright.camera.down).toHaveLength(3);
    expect(upright.avatar.metadata.upright).toBe(true);
    const moved = { ...keypoints, xy: keypoints.xy.slice() };
    moved.xy[33] -= 60; // the right ankle, out of reach of what robust terms believe
    const errors = await Promise.all(
      [{}, { pinned: [16] }].map(async (options) => {
        const { fit, skeleton } = await fitKeypoints(moved, CAMERA, options);
        const [x, y, z] = namedJoints(skeleton, fit).right_ankle;
        const { focalLength: f, principalPoint } = CAMERA;
        return Math.hypot(
          (f * x) / z + principalPoint[0] - moved.xy[32],
          (f * y) / z + principalPoint[1] - moved.xy[33],
        );
      }),
    );
    expect(errors[1]).toBeLessThan(errors[0] / 2);
  });

  test('a camera as cameraFor gives it: a guess gives way, a word stays; the result draws and writes', async () => {
    const { keypoints } = standing();
    const said = cameraFor({ width: 640, height: 480 }, { focalLength: 900 });
    const result = await fitKeypoints(keypoints, said);
    expect([result.camera.focalLength, result.focalSource]).toEqual([900, 'flag']);
    expect(toFitJson(result)).toMatchObject({ camera: { focalLength: 900 }, persons: [{ score: 1 }] });
    expect(result.people[0].fit).toBe(result.fit);
    const guess = cameraFor({ width: 640, height: 480 });
    const { focalSource } = await fitKeypoints(keypoints, guess);
    expect(['perspective', 'default']).toContain(focalSource);
    const white = { width: 640, height: 480, rgba: new Uint8Array(4 * 640 * 480).fill(255) };
    expect(drawOverlay(result, white).rgba).not.toEqual(white.rgba);
  });

  test.each<[string, readonly unknown[], string]>([
    ['nothing', [], 'there is no set of keypoints called undefined.'],
    [
      'an unknown set',
      [{ ...standing().keypoints, set: 'coco19' }, CAMERA],
      'set of keypoints called coco19. Choose one',
    ],
    ['a list of pixels', [{ ...standing().keypoints, xy: [1, 2] }, CAMERA], 'keypoints.xy is not a Float64Array.'],
    ['no confidence', [{ ...standing().keypoints, confidence: undefined }, CAMERA], 'keypoints.confidence is missing.'],
    [
      'landmarks as a list',
      [standing().keypoints, CAMERA, { worldLandmarks: [] }],
      'worldLandmarks is not a Float64Array.',
    ],
    ['no camera', [standing().keypoints], 'this is not a camera. Give what cameraFor'],
    ['half a camera', [standing().keypoints, { focalLength: 500 }], 'this is not a camera.'],
    [
      'percent',
      [{ ...standing().keypoints, confidence: standing().keypoints.confidence.map((c) => 100 * c) }, CAMERA],
      'keypoints.confidence holds 100.',
    ],
    [
      'two words on the tilt',
      [standing().keypoints, CAMERA, { pitch: 1, upright: true }],
      'pitch and upright: pitch already states',
    ],
    ['too few pixels', [{ ...standing().keypoints, xy: new Float64Array(4) }, CAMERA], 'keypoints.xy has 4 numbers'],
  ])('%s is refused', async (_, given, message) => {
    const attempt = (fitKeypoints as (...args: readonly unknown[]) => Promise<unknown>)(...given);
    await expect(attempt).rejects.toMatchObject({ name: 'FitError', message: expect.stringContaining(message) });
  });

  test.each([0, Number.NaN])('confidences of %d: nobody', async (none) => {
    const { keypoints } = standing();
    const attempt = fitKeypoints({ ...keypoints, confidence: keypoints.confidence.map(() => none) }, CAMERA);
    await expect(attempt).rejects.toMatchObject({ name: 'FitError', code: 'nobody' });
    await expect(attempt).rejects.toThrow('fitKeypoints: no keypoint was seen that the body knows.');
  });

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
    // Another file in its place is another body.
    const { sha256 } = (await fitting()).body;
    arrays.push(['comment.npy', arrays[0][1]]);
    writeFileSync(body, zipSync(Object.fromEntries(arrays)));
    expect((await fitting()).body.sha256).not.toBe(sha256);
  });

  test('an avatar whose arrays are handed over to a worker takes nothing from the next', async () => {
    const { keypoints } = standing();
    const { avatar } = await fitKeypoints(keypoints, CAMERA);
    const { coordinates, faces } = avatar.uv as NonNullable<typeof avatar.uv>;
    const arrays = [...Object.values(avatar), coordinates, faces].filter((value) => ArrayBuffer.isView(value));
    structuredClone(avatar, { transfer: [...new Set(arrays.map(({ buffer }) => buffer as ArrayBuffer))] });
    expect(avatar.faces).toHaveLength(0);
    const next = await fitKeypoints(keypoints, CAMERA);
    expect(await validateGlb(await toGlb([next.avatar]))).toMatchObject({ valid: true, findings: [] });
  });
});
