import sharp from 'sharp';
import { expect, test } from 'vitest';
import { encodeJpeg } from '../../../converters/cli/node-jpeg.js';
import { encodePng } from '../../../converters/cli/node-png.js';

test('an image comes back from its PNG pixel by pixel', async () => {
  const rgba = Uint8Array.from({ length: 4 * 5 * 3 }, (_, i) => (37 * i) % 256);
  const png = await encodePng({ width: 5, height: 3, rgba });
  const { data, info } = await sharp(png).raw().toBuffer({ resolveWithObject: true });
  expect([info.width, info.height, info.channels]).toEqual([5, 3, 4]);
  expect([...data]).toEqual([...rgba]);
  expect((await sharp(png).metadata()).format).toBe('png');
  expect([png, await encodeJpeg({ width: 5, height: 3, rgba })].map((bytes) => bytes.constructor)).toEqual([
    Uint8Array,
    Uint8Array,
  ]);
});
