import sharp from 'sharp';
import type { Image } from '../../core/types.js';
import { plainBytes } from './node-files.js';

/** An image as the bytes of a PNG file. */
export async function encodePng({ width, height, rgba }: Image): Promise<Uint8Array> {
  const picture = sharp(rgba, { raw: { width, height, channels: 4 } });
  return plainBytes(await picture.png().toBuffer());
}
