import { expect, test } from 'vitest';
import { FOCAL_LENGTH_TAGS, focalLengthFromTags } from '../../../converters/import/exif-focal-length.js';

// The diagonal of 40 x 30 is 50. How readers feed it: node-image.test.ts and web-image.test.ts.
const SENSOR = { FocalLength: 50, FocalPlaneXResolution: 10, FocalPlaneResolutionUnit: 4 };
const RECORDED = { ...SENSOR, ExifImageWidth: 80, ExifImageHeight: 60 };

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
])('%s', (_, tags, expected) => {
  const found = focalLengthFromTags(tags, 40, 30);
  if (expected === undefined) expect(found).toBeUndefined();
  else expect(found).toBeCloseTo(expected, 9);
  for (const tag of Object.keys(tags)) expect(FOCAL_LENGTH_TAGS).toContain(tag);
});
