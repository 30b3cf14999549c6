import { expect, test } from 'vitest';
import { FOCAL_LENGTH_TAGS, focalLengthFromTags } from '../../../converters/import/exif-focal-length.js';

// The diagonal of 40 x 30 is 50. How readers feed it: node-image.test.ts and web-image.test.ts.
const SENSOR = { FocalLength: 50, FocalPlaneXResolution: 10, FocalPlaneResolutionUnit: 4 };
const RECORDED = { ...SENSOR, ExifImageWidth: 80, ExifImageHeight: 60 };
const OLYMPUS = { FocalLength: 34.6, Make: 'OLYMPUS IMAGING CORP.', Model: 'E-M5' }; // twice its sensor's 17.3 mm

test.each<[string, Record<string, unknown>, number | undefined]>([
  ['35 mm equivalent, over the diagonal', { FocalLengthIn35mmFormat: 43.2666 }, 50],
  ['it goes before the sensor', { ...SENSOR, FocalLengthIn35mmFormat: 43.2666 }, 50],
  ['sensor pixels: 50 mm at 10 a millimetre', SENSOR, 500],
  ['the same in inches, EXIF’s default', { FocalLength: 50, FocalPlaneXResolution: 254 }, 500],
  ['the photo is half of what was recorded', RECORDED, 250],
  ['whichever way it was held', { ...RECORDED, ExifImageWidth: 60, ExifImageHeight: 80 }, 250],
  ['cropped since', { ...RECORDED, ExifImageWidth: 90 }, undefined],
  ['no lens is so short', { FocalLengthIn35mmFormat: 4 }, undefined],
  ['words, zeros, nothing', { FocalLengthIn35mmFormat: '43 mm', FocalLength: 0 }, undefined],
  ['a unit that does not exist', { ...SENSOR, FocalPlaneResolutionUnit: 9 }, undefined],
  ['no tags', {}, undefined],
  ['a known camera: twice its sensor is twice the long side', OLYMPUS, 80],
  ['the 35 mm equivalent goes before it', { ...OLYMPUS, FocalLengthIn35mmFormat: 43.2666 }, 50],
  ['sensor pixels, too', { ...OLYMPUS, ...SENSOR }, 500],
  [
    'not with a unit that does not exist',
    { ...OLYMPUS, ...SENSOR, FocalLength: 34.6, FocalPlaneResolutionUnit: 9 },
    80,
  ],
  ['the same, resized', { ...OLYMPUS, ExifImageWidth: 3456, ExifImageHeight: 4608 }, 80],
  ['cropped since it was recorded', { ...OLYMPUS, ExifImageWidth: 4608, ExifImageHeight: 3072 }, undefined],
  ['not zoomed', { ...OLYMPUS, DigitalZoomRatio: 1 }, 80],
  ['zoomed by cropping', { ...OLYMPUS, DigitalZoomRatio: 2 }, undefined],
  ['a shape that its sensor does not have', { ...OLYMPUS, Make: 'SONY', Model: 'NEX-7' }, undefined],
  ['a camera nobody knows', { ...OLYMPUS, Model: 'SP-500UZ' }, undefined],
  ['a known camera without a lens that tells', { ...OLYMPUS, FocalLength: 0 }, undefined],
  ['names that are no words', { ...OLYMPUS, Make: 5, Model: [1] }, undefined],
])('%s', (_, tags, expected) => {
  const found = focalLengthFromTags(tags, 40, 30);
  if (expected === undefined) expect(found).toBeUndefined();
  else expect(found).toBeCloseTo(expected, 9);
  for (const tag of Object.keys(tags)) expect(FOCAL_LENGTH_TAGS).toContain(tag);
});

test.each([
  [40, 30, 80],
  [30, 40, 80],
  [4000, 3000, 8000],
  [40, 30.5, 80], // 1.7 % off: a rounded sensor
  [40, 27, undefined], // 3:2
  [40, 22.5, undefined], // 16:9
  [40, 40, undefined],
  [200, 30, undefined], // a panorama
])('a known camera, a photo of %d x %d', (width, height, expected) => {
  expect(focalLengthFromTags(OLYMPUS, width, height)).toEqual(expected && expect.closeTo(expected, 9));
});
