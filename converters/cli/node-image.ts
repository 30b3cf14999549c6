import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import exifr from 'exifr';
import sharp, { type Metadata } from 'sharp';
import { FitError } from '../../core/error.js';
import type { Image } from '../../core/types.js';
import { FOCAL_LENGTH_TAGS, focalLengthFromTags } from '../import/exif-focal-length.js';
import { MAX_PIXELS } from './blank-image.js';
import { plainBytes, readBytes } from './node-files.js';
import { isVideo } from './video-frames.js';

const NOT_AN_IMAGE = 'Give a JPEG, PNG, WebP, AVIF, TIFF or GIF file.';

/** An image, and how many frames the animation has that it is one of; no such number: a still picture. */
export interface Photo extends Image {
  readonly frameCount?: number;
}

/**
 * Reads a photo: upright (EXIF orientation applied), sRGB, 8 bits. Transparent pixels lie on white. The focal length
 * comes from EXIF, see exifFocalLength.
 *
 * @param source path, or the bytes of an image file
 * @param name   what an error calls bytes
 * @param page   which frame of an animation, from 0
 * @throws FitError not-found | bad-input
 */
export async function readImage(source: string | Uint8Array, name = 'image', page = 0): Promise<Photo> {
  const where = typeof source === 'string' ? source : name;
  const bytes = typeof source === 'string' ? await readPicture(source) : source;
  const header = await readHeader(where, bytes);
  const pixels = header.width * header.height;
  if (!(pixels <= MAX_PIXELS)) {
    throw new FitError(
      'bad-input',
      where,
      `the image has ${header.width} x ${header.height} pixels, more than ${MAX_PIXELS / 1e6} million.`,
      'Make it smaller; 2000 pixels across are plenty.',
    );
  }
  const { data, info } = await decode(where, bytes, header, page);
  const frameCount = delaysOf(header).length;
  const focalLength = header.exif && (await exifFocalLength(header.exif, info.width, info.height));
  return {
    width: info.width,
    height: info.height,
    rgba: plainBytes(data),
    ...(focalLength !== undefined && { focalLength }),
    ...(frameCount > 1 && { frameCount }),
  };
}

/** @throws FitError bad-input for a video, without reading it: it may be large */
async function readPicture(file: string): Promise<Uint8Array> {
  if (!isVideo(file) || !existsSync(file)) return readBytes(file);
  throw new FitError('bad-input', file, 'it is a video.', 'Make a moving avatar of it: photorig fit --sequence.');
}

/**
 * For how long each frame of an animated GIF or WebP is shown, milliseconds; of a still picture an empty list.
 *
 * @throws FitError not-found | bad-input
 */
export async function readDelays(file: string): Promise<readonly number[]> {
  return delaysOf(await readHeader(file, await readBytes(file)));
}

/** What the header of a photo tells, without its pixels. */
export type PhotoHeader = Omit<Image, 'rgba'>;

/**
 * Size and focal length of a photo as readImage gives them, at the price of its header; null where there is no photo of
 * this name. Not for more: whoever wants the pixels must hear what is wrong with them.
 */
export async function readPhotoHeader(file: string): Promise<PhotoHeader | null> {
  try {
    if (!(await stat(file)).isFile()) return null; // to read from a pipe or a device may never end
    const { autoOrient, exif } = await sharp(file, { limitInputPixels: false }).metadata();
    const { width, height } = autoOrient;
    const focalLength = exif && (await exifFocalLength(exif, width, height));
    return { width, height, ...(focalLength !== undefined && { focalLength }) };
  } catch {
    return null;
  }
}

/** The pages of a TIFF have no times: they are no animation. */
const delaysOf = ({ delay = [] }: Metadata): readonly number[] => (delay.length > 1 ? delay : []);

async function readHeader(where: string, bytes: Uint8Array): Promise<Metadata> {
  if (bytes.length === 0) throw new FitError('bad-input', where, 'the file is empty.', NOT_AN_IMAGE);
  try {
    return await sharp(bytes, { limitInputPixels: false }).metadata();
  } catch (cause) {
    throw new FitError('bad-input', where, 'this is not an image, or one of an unknown format.', NOT_AN_IMAGE, {
      cause,
    });
  }
}

async function decode(where: string, bytes: Uint8Array, { compression }: Metadata, page: number) {
  try {
    // 'error' refuses files that are cut off or broken, and lets pass what decoders merely warn of.
    return await sharp(bytes, { failOn: 'error', limitInputPixels: MAX_PIXELS, autoOrient: true, page })
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .ensureAlpha()
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
  } catch (cause) {
    if (compression === 'hevc') {
      throw new FitError('bad-input', where, 'it is HEIC, which cannot be decoded here.', 'Save it as JPEG.', {
        cause,
      });
    }
    throw new FitError('bad-input', where, 'the image is cut off or damaged.', 'Save or download it again.', { cause });
  }
}

/** Focal length in pixels of a width×height photo by its EXIF block; undefined when it does not say, or nonsense. */
export async function exifFocalLength(exif: Uint8Array, width: number, height: number): Promise<number | undefined> {
  const tags = await readTags(exif);
  return tags && focalLengthFromTags(tags, width, height);
}

/** Broken EXIF blocks are common and no reason to refuse a photo. */
async function readTags(exif: Uint8Array): Promise<Record<string, unknown> | undefined> {
  // sharp hands out the block as JPEG stores it; exifr wants the TIFF file inside.
  const EXIF_PREFIX = 6;
  const hasPrefix = Buffer.from(exif.subarray(0, 4)).toString('latin1') === 'Exif';
  try {
    return await exifr.parse(hasPrefix ? exif.subarray(EXIF_PREFIX) : exif, {
      pick: [...FOCAL_LENGTH_TAGS],
      translateValues: false,
    });
  } catch {
    return undefined;
  }
}
