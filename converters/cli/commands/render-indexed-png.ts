import { deflateSync } from 'node:zlib';
import type { Color } from '../../../core/render/person-colors.js';
import { crc32 } from '../../../models/zip-checksums.js';

/** An image of indices into a table of colours. */
export interface IndexedImage {
  readonly width: number;
  readonly height: number;
  /** height×width. */
  readonly indices: Uint8Array;
  /** sRGB, at most 256. */
  readonly palette: readonly Color[];
}

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const BITS = 8;
const INDEXED = 3;

/**
 * A PNG of eight bits a pixel with a palette (PNG specification, third edition, colour type 3). sharp writes palettes,
 * too, but quantises and numbers the colours as it likes: here pixel 7 is colour 7, which is what makes it a map.
 */
export function encodeIndexedPng({ width, height, indices, palette }: IndexedImage): Uint8Array {
  const header = Buffer.alloc(13); // compression, filter and interlace methods stay 0
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([BITS, INDEXED], 8);
  // Each row begins with its filter: 0, none, which is best for indices.
  const rows = Buffer.alloc(height * (width + 1));
  for (let row = 0; row < height; row++) {
    rows.set(indices.subarray(row * width, (row + 1) * width), row * (width + 1) + 1);
  }
  return Buffer.concat([
    Buffer.from(SIGNATURE),
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flat())),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Length of the data, type, data, checksum of type and data. */
function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  out.set(body, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}
