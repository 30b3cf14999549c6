import sharp from 'sharp';
import type { Image } from '../../core/types.js';

/** An image as the bytes of a PNG file. */
export async function encodePng({ width, height, rgba }: Image): Promise<Uint8Array> {
  return sharp(rgba, { raw: { width, height, channels: 4 } })
    .png()
    .toBuffer();
}
