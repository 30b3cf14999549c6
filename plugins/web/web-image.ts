import { FOCAL_LENGTH_TAGS, focalLengthFromTags } from '../../converters/import/exif-focal-length.js';
import { FitError } from '../../core/error.js';
import type { Image } from '../../core/types.js';

/**
 * Decodes a photo with the browser, the twin of readImage: upright (EXIF orientation applied), sRGB, transparent pixels
 * on white, of an animation the first frame; the focal length from EXIF where the file states it. Decoders differ by a
 * few of 255 levels.
 *
 * Works in pages and in workers. The formats are the browser's: JPEG, PNG, WebP, GIF and AVIF everywhere; no TIFF.
 * Browsers show of a file that is cut off what there is, and so does this.
 *
 * @throws FitError bad-input
 */
export async function imageFromFile(file: Blob): Promise<Image> {
  const where = file instanceof File && file.name !== '' ? file.name : 'image';
  const bitmap = await bitmapFromFile(file, where);
  const image = imageFromBitmap(bitmap, where);
  bitmap.close();
  const focalLength = focalLengthFromTags(await readTags(file), image.width, image.height);
  return { ...image, ...(focalLength !== undefined && { focalLength }) };
}

/**
 * The pixels of a picture that is decoded already (of a canvas, a texture, a video: createImageBitmap makes one of
 * each); transparent ones on white.
 *
 * @throws FitError bad-input for a size that the browser has no canvas for
 */
export function imageFromBitmap(bitmap: ImageBitmap, where = 'image'): Image {
  return { width: bitmap.width, height: bitmap.height, rgba: pixelsOf(where, bitmap) };
}

/**
 * A photo as the browser shows it: upright (EXIF orientation applied).
 *
 * @throws FitError bad-input
 */
export async function bitmapFromFile(file: Blob, where: string): Promise<ImageBitmap> {
  if (file.size === 0) throw new FitError('bad-input', where, 'the file is empty.', 'Give a JPEG, PNG or WebP file.');
  try {
    return await createImageBitmap(file, { imageOrientation: 'from-image' });
  } catch (cause) {
    const what = 'this is not an image, or one that this browser cannot decode.';
    throw new FitError('bad-input', where, what, 'Give a JPEG, PNG or WebP file.', { cause });
  }
}

/** height×width×4; browsers hand pixels out through a canvas only. */
function pixelsOf(where: string, bitmap: ImageBitmap): Uint8ClampedArray {
  const { width, height } = bitmap;
  try {
    const context = new OffscreenCanvas(width, height).getContext('2d', {
      willReadFrequently: true,
      colorSpace: 'srgb',
    });
    if (context === null) throw new Error('no 2D canvas of this size');
    context.fillStyle = '#ffffff';
    context.fillRect(0, 0, width, height);
    context.drawImage(bitmap, 0, 0);
    return context.getImageData(0, 0, width, height).data;
  } catch (cause) {
    const what = `this browser has no canvas for ${width} x ${height} pixels.`;
    throw new FitError('bad-input', where, what, 'Make the image smaller; 2000 pixels across are plenty.', { cause });
  }
}

/** Broken EXIF blocks are common and no reason to refuse a photo. */
async function readTags(file: Blob): Promise<Record<string, unknown>> {
  try {
    const { default: exifr } = await import('exifr'); // as large as all the rest of detection
    return (await exifr.parse(file, { pick: [...FOCAL_LENGTH_TAGS], translateValues: false })) ?? {};
  } catch {
    return {};
  }
}
