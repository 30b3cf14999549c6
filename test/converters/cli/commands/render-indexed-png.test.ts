import { inflateSync } from 'node:zlib';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { encodeIndexedPng } from '../../../../converters/cli/commands/render-indexed-png.js';
import type { Color } from '../../../../core/render/person-colors.js';

const palette: Color[] = [
  [0, 0, 0],
  [255, 128, 1],
  [255, 128, 1], // twice: a quantiser would merge them
  [2, 3, 250],
];
const indices = Uint8Array.of(0, 1, 2, 3, 3, 2);
const png = Buffer.from(encodeIndexedPng({ width: 3, height: 2, indices, palette }));

/** The chunk's data. */
function chunk(type: string): Buffer {
  const at = png.indexOf(type, 0, 'latin1');
  return png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4));
}

test('another reader sees the colours; it checks the checksums', async () => {
  const { data, info } = await sharp(png, { failOn: 'warning' }).raw().toBuffer({ resolveWithObject: true });
  expect([info.width, info.height, info.channels]).toEqual([3, 2, 3]);
  expect([...data]).toEqual([...indices].flatMap((index) => palette[index]));
});

test('a damaged file is noticed', async () => {
  const damaged = Buffer.from(png);
  damaged[damaged.indexOf('PLTE', 0, 'latin1') + 5] ^= 1;
  await expect(sharp(damaged, { failOn: 'warning' }).raw().toBuffer()).rejects.toThrow();
});

test('the numbers are kept: 8 bits, indexed, one filter byte a row', () => {
  expect([...chunk('IHDR').subarray(8)]).toEqual([8, 3, 0, 0, 0]);
  expect([...chunk('PLTE')]).toEqual(palette.flat());
  expect([...inflateSync(chunk('IDAT'))]).toEqual([0, 0, 1, 2, 0, 3, 3, 2]);
});
