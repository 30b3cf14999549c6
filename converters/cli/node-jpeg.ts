import sharp from 'sharp';
import type { Image } from '../../core/types.js';

/** Of a photo. */
const QUALITY = 88;

/** An image as the bytes of a JPEG file, without its alpha. */
export async function encodeJpeg({ width, height, rgba }: Image, quality = QUALITY): Promise<Uint8Array> {
  return sharp(rgba, { raw: { width, height, channels: 4 } })
    .removeAlpha()
    .jpeg({ quality })
    .toBuffer();
}
