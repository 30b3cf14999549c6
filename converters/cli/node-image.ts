import { readFile } from 'node:fs/promises';
import exifr from 'exifr';
import sharp, { type Metadata } from 'sharp';
import { FitError } from '../../core/error.js';
import type { Image } from '../../core/types.js';

/** More pixels than any camera in use takes; decoded, they fill 400 MB. */
const MAX_PIXELS = 100e6;
const NOT_AN_IMAGE = 'Give a JPEG, PNG, WebP, AVIF, TIFF or GIF file.';

/**
 * Reads a photo: upright (EXIF orientation applied), sRGB, 8 bits. Transparent pixels lie on white, of an animation the
 * first frame is taken. The focal length comes from EXIF, see exifFocalLength.
 *
 * @param source path, or the bytes of an image file
 * @param name   what an error calls bytes
 * @throws FitError not-found | bad-input
 */
export async function readImage(source: string | Uint8Array, name = 'image'): Promise<Image> {
  const where = typeof source === 'string' ? source : name;
  const bytes = typeof source === 'string' ? await readBytes(source) : source;
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
  const { data, info } = await decode(where, bytes);
  const focalLength = header.exif && (await exifFocalLength(header.exif, info.width, info.height));
  return {
    width: info.width,
    height: info.height,
    rgba: data,
    ...(focalLength !== undefined && { focalLength }),
  };
}

async function readBytes(path: string): Promise<Uint8Array> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    throw unreadable(path, cause);
  }
  if (bytes.length === 0) throw new FitError('bad-input', path, 'the file is empty.', NOT_AN_IMAGE);
  return bytes;
}

function unreadable(path: string, cause: unknown): FitError {
  switch ((cause as NodeJS.ErrnoException).code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new FitError('not-found', path, 'there is no such file.', 'Check the path.', { cause });
    case 'EISDIR':
      return new FitError('bad-input', path, 'this is a folder, not an image.', NOT_AN_IMAGE, { cause });
    case 'EACCES':
    case 'EPERM':
      return new FitError('bad-input', path, 'the file may not be read.', 'Check its permissions.', { cause });
    default:
      return new FitError('bad-input', path, `the file cannot be read (${cause}).`, 'Check the disk.', { cause });
  }
}

async function readHeader(where: string, bytes: Uint8Array): Promise<Metadata> {
  try {
    return await sharp(bytes, { limitInputPixels: false }).metadata();
  } catch (cause) {
    throw new FitError('bad-input', where, 'this is not an image, or one of an unknown format.', NOT_AN_IMAGE, {
      cause,
    });
  }
}

async function decode(where: string, bytes: Uint8Array) {
  try {
    // 'error' refuses files that are cut off or broken, and lets pass what decoders merely warn of.
    return await sharp(bytes, { failOn: 'error', limitInputPixels: MAX_PIXELS, autoOrient: true })
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .ensureAlpha()
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
  } catch (cause) {
    throw new FitError('bad-input', where, 'the image is cut off or damaged.', 'Save or download it again.', { cause });
  }
}

/** Diagonal of a 36 x 24 mm frame: what "35 mm equivalent" is measured against (CIPA DCG-001). Millimetres. */
const FULL_FRAME_DIAGONAL = 43.2666;
/** Focal lengths outside are wrong tags, not lenses: 35 mm equivalent, millimetres. */
const SHORTEST_LENS = 5;
const LONGEST_LENS = 2000;
/** EXIF's resolution units, in millimetres. */
const MILLIMETRES: Readonly<Record<number, number>> = { 2: 25.4, 3: 10, 4: 1, 5: 1e-3 };

const TAGS = [
  'FocalLength',
  'FocalLengthIn35mmFormat',
  'FocalPlaneXResolution',
  'FocalPlaneResolutionUnit',
  'ExifImageWidth',
  'ExifImageHeight',
];

/**
 * Focal length in pixels of a width×height photo by its EXIF block; undefined when it does not say, or nonsense.
 *
 *   35 mm equivalent f35:   f = f35 / 43.27 mm · diagonal           holds for resized photos, not for cropped ones
 *   else sensor pixels:     f = FocalLength · resolution per mm · (our long side / the recorded one)
 *
 * Neither minds whether the photo was turned: the diagonal and the long side stay.
 */
export async function exifFocalLength(exif: Uint8Array, width: number, height: number): Promise<number | undefined> {
  const tags = await readTags(exif);
  if (tags === undefined) return undefined;
  const diagonal = Math.hypot(width, height);
  const focalLength = isPositive(tags.FocalLengthIn35mmFormat)
    ? (tags.FocalLengthIn35mmFormat / FULL_FRAME_DIAGONAL) * diagonal
    : sensorFocalLength(tags, width, height);
  const equivalent = (focalLength / diagonal) * FULL_FRAME_DIAGONAL;
  return equivalent >= SHORTEST_LENS && equivalent <= LONGEST_LENS ? focalLength : undefined;
}

/** NaN when a tag is missing or the photo was cropped since. */
function sensorFocalLength(tags: Readonly<Record<string, unknown>>, width: number, height: number): number {
  const { FocalLength, FocalPlaneXResolution, ExifImageWidth, ExifImageHeight } = tags;
  // The unit is written as a number by cameras; EXIF's default is the inch.
  const unit = MILLIMETRES[Number(tags.FocalPlaneResolutionUnit ?? 2)];
  if (!isPositive(FocalLength) || !isPositive(FocalPlaneXResolution) || unit === undefined) return Number.NaN;
  const focalLength = (FocalLength * FocalPlaneXResolution) / unit;
  if (!isPositive(ExifImageWidth) || !isPositive(ExifImageHeight)) return focalLength;

  const scale = Math.max(width, height) / Math.max(ExifImageWidth, ExifImageHeight);
  const shortSide = scale * Math.min(ExifImageWidth, ExifImageHeight);
  return Math.abs(shortSide - Math.min(width, height)) <= SAME_ASPECT * shortSide ? scale * focalLength : Number.NaN;
}

/** Resizing rounds the short side; a crop changes it by more than this fraction. */
const SAME_ASPECT = 0.02;

const isPositive = (value: unknown): value is number => typeof value === 'number' && value > 0 && value < Infinity;

/** Broken EXIF blocks are common and no reason to refuse a photo. */
async function readTags(exif: Uint8Array): Promise<Record<string, unknown> | undefined> {
  // sharp hands out the block as JPEG stores it; exifr wants the TIFF file inside.
  const EXIF_PREFIX = 6;
  const hasPrefix = Buffer.from(exif.subarray(0, 4)).toString('latin1') === 'Exif';
  try {
    return await exifr.parse(hasPrefix ? exif.subarray(EXIF_PREFIX) : exif, { pick: TAGS, translateValues: false });
  } catch {
    return undefined;
  }
}
