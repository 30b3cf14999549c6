import sharp from 'sharp';
import type { Image } from '../../core/types.js';
import { plainBytes } from './node-files.js';

/** Of a photo. */
const QUALITY = 88;

/** An image as the bytes of a JPEG file, without its alpha. */
export async function encodeJpeg({ width, height, rgba }: Image, quality = QUALITY): Promise<Uint8Array> {
  const picture = sharp(rgba, { raw: { width, height, channels: 4 } }).removeAlpha();
  return plainBytes(await picture.jpeg({ quality }).toBuffer());
}
