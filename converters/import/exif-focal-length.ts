import { sensorSize } from './sensor-sizes.js';

/** Diagonal of a 36 x 24 mm frame: what "35 mm equivalent" is measured against (CIPA DCG-001). Millimetres. */
const FULL_FRAME_DIAGONAL = 43.2666;
/** Focal lengths outside are wrong tags, not lenses: 35 mm equivalent, millimetres. */
const SHORTEST_LENS = 5;
const LONGEST_LENS = 2000;
/** EXIF's resolution units, in millimetres. */
const MILLIMETRES: Readonly<Record<number, number>> = { 2: 25.4, 3: 10, 4: 1, 5: 1e-3 };
/** Resizing rounds the short side, makers round their sensors'; a crop changes it by more than this fraction. */
const SAME_ASPECT = 0.02;

/** The EXIF tags that say it, under exifr's names; to be read as numbers, not as words. */
export const FOCAL_LENGTH_TAGS: readonly string[] = [
  'FocalLength',
  'FocalLengthIn35mmFormat',
  'DigitalZoomRatio',
  'FocalPlaneXResolution',
  'FocalPlaneResolutionUnit',
  'ExifImageWidth',
  'ExifImageHeight',
  'Make',
  'Model',
];

/**
 * Focal length in pixels of a width×height photo by its EXIF tags; undefined when they do not say, or nonsense.
 *
 *   35 mm equivalent f35:   f = f35 / 43.27 mm · diagonal           holds for resized photos, not for cropped ones
 *   else sensor pixels:     f = FocalLength · resolution per mm · (our long side / the recorded one)
 *   else a known camera:    f = FocalLength · our long side / its sensor's   where the photo has the sensor's shape
 *
 * None minds whether the photo was turned: the diagonal and the long side stay.
 */
export function focalLengthFromTags(
  tags: Readonly<Record<string, unknown>>,
  width: number,
  height: number,
): number | undefined {
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
  if (!isPositive(FocalLength)) return Number.NaN;
  const recorded = isPositive(ExifImageWidth) && isPositive(ExifImageHeight) ? [ExifImageWidth, ExifImageHeight] : null;
  if (recorded !== null && !sameShape(width, height, recorded)) return Number.NaN;

  // The unit is written as a number by cameras; EXIF's default is the inch.
  const unit = MILLIMETRES[Number(tags.FocalPlaneResolutionUnit ?? 2)];
  if (!isPositive(FocalPlaneXResolution) || unit === undefined)
    return FocalLength * pixelsPerMillimetre(tags, width, height);
  const scale = recorded === null ? 1 : Math.max(width, height) / Math.max(...recorded);
  return (scale * FocalLength * FocalPlaneXResolution) / unit;
}

/**
 * By the camera's sensor; NaN for cameras that are not known. A photo of another shape was cropped or stitched, in the
 * camera or later, and nothing tells how; a digital zoom is a crop, too.
 */
function pixelsPerMillimetre(tags: Readonly<Record<string, unknown>>, width: number, height: number): number {
  const sensor = sensorSize(String(tags.Make ?? ''), String(tags.Model ?? ''));
  const isZoomed = isPositive(tags.DigitalZoomRatio) && tags.DigitalZoomRatio > 1; // 0 and 1: not
  if (sensor === undefined || isZoomed || !sameShape(width, height, sensor)) return Number.NaN;
  return Math.max(width, height) / sensor[0];
}

/** Whether a width×height photo may be the whole of `frame`, whichever way it was held. */
function sameShape(width: number, height: number, frame: readonly number[]): boolean {
  const shortSide = (Math.max(width, height) / Math.max(...frame)) * Math.min(...frame);
  return Math.abs(shortSide - Math.min(width, height)) <= SAME_ASPECT * shortSide;
}

const isPositive = (value: unknown): value is number => typeof value === 'number' && value > 0 && value < Infinity;
