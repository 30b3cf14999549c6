import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp, { type Sharp } from 'sharp';
import { afterAll, describe, expect, test } from 'vitest';
import { exifFocalLength, readImage } from '../../../converters/cli/node-image.js';
import { hugePng } from '../../support/huge-png.js';
import { tinyHeic } from '../../support/tiny-heic.js';

const folder = mkdtempSync(path.join(tmpdir(), 'photorig-image-'));
afterAll(() => rmSync(folder, { recursive: true }));

const samplePath = fileURLToPath(new URL('../../../samples/photos/person.jpg', import.meta.url));
const sample = readFileSync(samplePath);
const COLOUR = [200, 100, 50];

/** A small picture of one colour. */
const plain = (): Sharp => sharp({ create: { width: 40, height: 30, channels: 3, background: 'rgb(200, 100, 50)' } });

describe('what colours and sizes come out', () => {
  /** Lossy formats, colour profiles and ink limits move a colour by so many of 255 levels. */
  test.each<[string, Sharp, number]>([
    ['JPEG', plain().jpeg({ quality: 100 }), 2],
    ['CMYK JPEG', plain().toColourspace('cmyk').jpeg({ quality: 100 }), 32], // the ink cannot print this orange
    ['PNG, 16 bits', plain().toColourspace('rgb16').png(), 0],
    ['PNG, palette', plain().png({ palette: true }), 0],
    ['PNG, Display P3', plain().withIccProfile('p3').png(), 2],
    ['WebP', plain().webp({ quality: 100 }), 2],
    ['TIFF', plain().tiff({ compression: 'none' }), 0],
  ])('%s', async (_, picture, tolerance) => {
    const image = await readImage(await picture.toBuffer());
    expect([image.width, image.height, image.rgba.length]).toEqual([40, 30, 4 * 40 * 30]);
    for (let c = 0; c < 3; c++) expect(Math.abs(image.rgba[c] - COLOUR[c])).toBeLessThanOrEqual(tolerance);
    expect(image.rgba[3]).toBe(255);
    expect(image.focalLength).toBeUndefined();
  });

  test.each([
    ['8 bits', 'b-w'],
    ['16 bits', 'grey16'],
  ])('grey, %s: three equal channels', async (_, space) => {
    const grey = sharp({ create: { width: 8, height: 8, channels: 3, background: '#4d4d4d' } });
    const { rgba } = await readImage(await grey.toColourspace(space).png().toBuffer());
    expect([...rgba.subarray(0, 4)]).toEqual([0x4d, 0x4d, 0x4d, 255]);
  });

  test('transparent lies on white', async () => {
    const background = { r: 200, g: 100, b: 50, alpha: 0.5 };
    const half = await sharp({ create: { width: 8, height: 8, channels: 4, background } })
      .png()
      .toBuffer();
    const { rgba } = await readImage(half);
    // Alpha is 127 or 128 of 255: within one level of the mean with white.
    for (let c = 0; c < 3; c++) expect(Math.abs(rgba[c] - (COLOUR[c] + 255) / 2)).toBeLessThanOrEqual(1);
    expect(rgba[3]).toBe(255);
  });

  test('the first frame of an animation', async () => {
    const frame = (background: string) => sharp({ create: { width: 8, height: 8, channels: 3, background } }).png();
    const frames = [await frame('#ff0000').toBuffer(), await frame('#0000ff').toBuffer()];
    const image = await readImage(
      await sharp(frames, { join: { animated: true } })
        .gif()
        .toBuffer(),
    );
    expect([image.width, image.height, ...image.rgba.subarray(0, 3)]).toEqual([8, 8, 255, 0, 0]);
  });
});

test('the pixels are an array as its type says: a slice is a copy', async () => {
  const { rgba } = await readImage(samplePath);
  const before = rgba[0];
  rgba.slice(0, 4).fill(before + 1);
  expect([rgba[0], rgba.constructor]).toEqual([before, Uint8Array]);
});

describe('EXIF', () => {
  const exif = (tags: Record<string, string>, orientation = 1, camera: Record<string, string> = {}) =>
    plain().withMetadata({ orientation }).withExifMerge({ IFD0: camera, IFD2: tags }).jpeg();
  const focalLength = async (tags: Record<string, string>, orientation?: number) =>
    (await readImage(await exif(tags, orientation).toBuffer())).focalLength;

  test('a photo is turned upright', async () => {
    // Left half black: held with orientation 6, its top is on the left.
    const raw = Buffer.alloc(3 * 40 * 30, 255);
    for (let row = 0; row < 30; row++) raw.fill(0, 3 * 40 * row, 3 * (40 * row + 20));
    const picture = sharp(raw, { raw: { width: 40, height: 30, channels: 3 } }).withMetadata({ orientation: 6 });
    const image = await readImage(await picture.png().toBuffer());
    expect([image.width, image.height]).toEqual([30, 40]);
    expect(image.rgba[0]).toBe(0);
    expect(image.rgba[4 * 30 * 39]).toBe(255);
  });

  test.each([1, 6])('35 mm equivalent, over the diagonal, orientation %i', async (orientation) => {
    // The diagonal of 40 x 30 is 50.
    expect(await focalLength({ FocalLengthIn35mmFilm: '41' }, orientation)).toBeCloseTo((41 / 43.2666) * 50, 9);
  });

  const SENSOR = { FocalLength: '50/1', FocalPlaneXResolution: '1000/10', FocalPlaneResolutionUnit: '3' };

  test('sensor pixels, scaled with the photo since it was taken', async () => {
    expect(await focalLength(SENSOR)).toBeCloseTo(500, 9); // 50 mm at 10 pixels a mm
    const { exif: block } = await sharp(await exif(SENSOR).toBuffer()).metadata(); // records 40 x 30
    expect(await exifFocalLength(block!, 20, 15)).toBeCloseTo(250, 9);
    expect(await exifFocalLength(block!, 15, 20)).toBeCloseTo(250, 9);
    expect(await exifFocalLength(block!, 36, 24)).toBeUndefined(); // cropped
  });

  test('millimetres and the name of a camera whose sensor is known', async () => {
    const camera = { Make: 'OLYMPUS IMAGING CORP.  ', Model: 'E-P1            ' }; // padded, as cameras do
    const photo = async (tags: Record<string, string>, orientation: number) =>
      (await readImage(await exif(tags, orientation, camera).toBuffer())).focalLength;
    // 25 mm before 17.3 mm, which is 40 pixels.
    expect(await photo({ FocalLength: '25/1' }, 1)).toBeCloseTo((25 / 17.3) * 40, 9);
    expect(await photo({ FocalLength: '25/1' }, 6)).toBeCloseTo((25 / 17.3) * 40, 9);
    expect(await photo({ FocalLength: '25/1', DigitalZoomRatio: '20/10' }, 1)).toBeUndefined();
  });

  test('nothing rather than nonsense', async () => {
    expect(await focalLength({})).toBeUndefined();
    expect(await focalLength({ FocalLengthIn35mmFilm: '0' })).toBeUndefined();
    expect(await focalLength({ FocalLengthIn35mmFilm: '60000' })).toBeUndefined();
    expect(await focalLength({ ...SENSOR, FocalPlaneXResolution: '0/1' })).toBeUndefined();
    expect(await exifFocalLength(Buffer.from('Exif\0\0 broken'), 40, 30)).toBeUndefined();
  });

  test('the sample photo states 75 mm', async () => {
    const image = await readImage(samplePath);
    expect(image.focalLength).toBeCloseTo((75 / 43.2666) * Math.hypot(640, 424), 6);
  });
});

describe('refusals: one line, where, what, what to do', () => {
  test.each<[string, Buffer | (() => Buffer), RegExp]>([
    ['text', Buffer.from('this is no image at all'), /not an image/],
    ['a JPEG cut off in its header', sample.subarray(0, 200), /not an image/],
    ['a JPEG cut off half way', sample.subarray(0, sample.length / 2), /cut off or damaged/],
    ['a JPEG that lacks its last kilobyte', sample.subarray(0, sample.length - 1000), /cut off or damaged/],
    ['HEIC', tinyHeic, /it is HEIC, which cannot be decoded here\. Save it as JPEG\./],
    ['400 megapixels', hugePng, /20000 x 20000 pixels, more than 100 million/],
  ])('%s', async (_, bytes, what) => {
    const error = await readImage(typeof bytes === 'function' ? bytes() : bytes, 'photo.jpg').catch((caught) => caught);
    expect(error).toMatchObject({ name: 'FitError', code: 'bad-input', where: 'photo.jpg' });
    expect(error.message).toMatch(what);
    expect(error.message).not.toContain('\n');
  });

  test('an empty file, a folder, a missing file', async () => {
    const empty = path.join(folder, 'empty.jpg');
    writeFileSync(empty, '');
    await expect(readImage(empty)).rejects.toMatchObject({
      name: 'FitError',
      code: 'bad-input',
      what: expect.stringContaining('empty'),
    });
    await expect(readImage(folder)).rejects.toMatchObject({
      name: 'FitError',
      code: 'bad-input',
      what: expect.stringContaining('folder'),
    });
    for (const missing of [path.join(folder, 'no.jpg'), path.join(empty, 'no.jpg')]) {
      await expect(readImage(missing)).rejects.toMatchObject({ name: 'FitError', code: 'not-found', where: missing });
    }
  });

  test('a video says what to do with it, unread; one that is not there is missing', async () => {
    const video = path.join(folder, 'walk.MP4');
    await expect(readImage(video)).rejects.toMatchObject({ code: 'not-found' });
    writeFileSync(video, '');
    truncateSync(video, 2 ** 33); // a hole: more than readFile takes
    await expect(readImage(video)).rejects.toMatchObject({
      code: 'bad-input',
      where: video,
      what: 'it is a video.',
      todo: expect.stringContaining('photorig fit --sequence'),
    });
  });

  test('bytes after the end of a JPEG do no harm', async () => {
    const { width } = await readImage(Buffer.concat([sample, Buffer.alloc(500, 7)]));
    expect(width).toBe(640);
  });
});
