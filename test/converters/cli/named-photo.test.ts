import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterAll, describe, expect, test } from 'vitest';
import { fitInput } from '../../../converters/cli/commands/fit-input.js';
import { findAll } from '../../../converters/cli/commands/sequence-frames.js';
import { withNamedPhoto, withReadPhoto } from '../../../converters/cli/named-photo.js';
import { readImage, readPhotoHeader } from '../../../converters/cli/node-image.js';
import { scenesOfKeypoints } from '../../../converters/cli/scenes.js';
import type { Session } from '../../../converters/cli/session.js';
import type { KeypointFile } from '../../../converters/import/keypoints-json.js';
import { readKeypoints } from '../../../converters/import/read-keypoints.js';
import { STANDING } from '../../support/standing.js';

const folder = mkdtempSync(path.join(tmpdir(), 'photorig named ü-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (...names: string[]): string => path.join(folder, ...names);

/** 640 x 424 pixels, 75 mm as of 35 mm film: f = 75 / 43.27 · diagonal. */
const PHOTO = fileURLToPath(new URL('../../../samples/photos/person.jpg', import.meta.url));
const FOCAL = 1330.7;
const named = (photo: string, more: object = {}) => ({
  format: 'photorig-keypoints-1',
  image: { width: 640, height: 424, path: path.relative(folder, photo) },
  persons: [{ set: 'coco17', xy: STANDING, confidence: Array(17).fill(1) }],
  ...more,
});
/** AlphaPose: names the photo, and does not say how large it is. */
const unsized = (photo: string) => [
  { image_id: path.relative(folder, photo), score: 1, keypoints: STANDING.flatMap((xy) => [...xy, 1]) },
];
function given(content: unknown): readonly [file: string, keypoints: KeypointFile] {
  const file = at('given.json');
  const bytes = new TextEncoder().encode(JSON.stringify(content));
  writeFileSync(file, bytes);
  return [file, readKeypoints(file, bytes)[0]];
}

/** What each command has fitted: size and focal length of the keypoints, then that of the photo. */
async function fitted(content: unknown): Promise<Record<string, unknown[]>> {
  const [file] = given(content);
  const told: unknown[][] = [];
  const nobody = { people: [] };
  const fitKeypoints: Session['fitKeypoints'] = async (_, { width, height, focalLength }, __, photo) => {
    told.push([width, height, focalLength ?? photo?.focalLength]);
    return nobody as never;
  };
  const session = { fitKeypoints } as Session;
  const quiet = (): void => {};
  await fitInput(file, session, { detail: 'best' }, false, quiet);
  await fitInput(file, session, { detail: 'best' }, true, quiet);
  const bytes = new TextEncoder().encode(JSON.stringify(content));
  for (const open of scenesOfKeypoints(file, bytes, async () => session, [], { fit: {} })) await open();
  const { camera } = await findAll([file], session, { detail: 'best' }, quiet);
  const [fit, drawn, convert] = told;
  return { fit, drawn, convert, sequence: [camera.width, camera.height, camera.focalLength] };
}

describe('the focal length of the photo that keypoints name counts, whatever is written', () => {
  const same = (...camera: unknown[]) => ({ fit: camera, drawn: camera, convert: camera, sequence: camera });
  test('where they state none', async () => {
    expect(await fitted(named(PHOTO))).toEqual(same(640, 424, expect.closeTo(FOCAL, 0)));
  });
  test('not where they state one', async () => {
    expect(await fitted(named(PHOTO, { focalLength: 500 }))).toEqual(same(640, 424, 500));
  });
  test('and so does its size, where they do not say it', async () => {
    expect(await fitted(unsized(PHOTO))).toEqual(same(640, 424, expect.closeTo(FOCAL, 0)));
  });
});

describe('what says nothing of the camera is no error', () => {
  mkdirSync(at('folder.jpg'));
  writeFileSync(at('text.jpg'), 'this is text');
  test.each([
    ['a file that is not there', 'missing.jpg'],
    ['a folder', 'folder.jpg'],
    ['no image', 'text.jpg'],
    ['a name that no system takes', 'x'.repeat(5000)],
    ['nor one with a NUL', 'a\0b.jpg'],
  ])('%s', async (_, name) => {
    const [file, keypoints] = given(named(at(name)));
    expect(await withNamedPhoto(file, keypoints)).toEqual({ file: keypoints, photo: {} });
  });
  test.skipIf(process.platform === 'win32')('a pipe, which nobody writes to, is not waited for', async () => {
    execFileSync('mkfifo', [at('pipe.jpg')]);
    expect(await readPhotoHeader(at('pipe.jpg'))).toBeNull();
  });
  test('unless it is drawn on', async () => {
    const [file, keypoints] = given(named(at('missing.jpg')));
    await expect(withReadPhoto(file, keypoints, at('missing.jpg'))).rejects.toMatchObject({ code: 'not-found' });
  });
});

test('a photo of another size is not the one: nothing is taken from it, and it is not drawn on', async () => {
  const [file, keypoints] = given(named(PHOTO, { image: { width: 320, height: 212, path: 'given.jpg' } }));
  const other = { ...keypoints, imagePath: PHOTO };
  expect(await withNamedPhoto(file, other)).toEqual({ file: other, photo: {} });
  await expect(withReadPhoto(file, other, PHOTO)).rejects.toThrow('it is for 320 x 212 pixels, but the photo has 640');
});

test('the header says of a photo what its pixels say: size and focal length, upright', async () => {
  const turned = at('turned.jpg');
  const exif = { IFD2: { FocalLengthIn35mmFilm: '28' } };
  await sharp(PHOTO).withMetadata({ orientation: 6, exif }).toFile(turned);
  const { rgba, ...photo } = await readImage(turned);
  expect([photo.width, photo.height]).toEqual([424, 640]);
  expect(await readPhotoHeader(turned)).toEqual(photo);
  expect(photo.focalLength).toBeCloseTo((28 / 43.2666) * Math.hypot(640, 424), 6);
});
