/** Diagonal of a 36 x 24 mm frame: what "35 mm equivalent" is measured against (CIPA DCG-001). Millimetres. */
const FULL_FRAME_DIAGONAL = 43.2666;
/** Focal lengths outside are wrong tags, not lenses: 35 mm equivalent, millimetres. */
const SHORTEST_LENS = 5;
const LONGEST_LENS = 2000;
/** EXIF's resolution units, in millimetres. */
const MILLIMETRES: Readonly<Record<number, number>> = { 2: 25.4, 3: 10, 4: 1, 5: 1e-3 };
/** Resizing rounds the short side; a crop changes it by more than this fraction. */
const SAME_ASPECT = 0.02;

/** The EXIF tags that say it, under exifr's names; to be read as numbers, not as words. */
export const FOCAL_LENGTH_TAGS: readonly string[] = [
  'FocalLength',
  'FocalLengthIn35mmFormat',
  'FocalPlaneXResolution',
  'FocalPlaneResolutionUnit',
  'ExifImageWidth',
  'ExifImageHeight',
];

/**
 * Focal length in pixels of a width×height photo by its EXIF tags; undefined when they do not say, or nonsense.
 *
 *   35 mm equivalent f35:   f = f35 / 43.27 mm · diagonal           holds for resized photos, not for cropped ones
 *   else sensor pixels:     f = FocalLength · resolution per mm · (our long side / the recorded one)
 *
 * Neither minds whether the photo was turned: the diagonal and the long side stay.
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
  // The unit is written as a number by cameras; EXIF's default is the inch.
  const unit = MILLIMETRES[Number(tags.FocalPlaneResolutionUnit ?? 2)];
  if (!isPositive(FocalLength) || !isPositive(FocalPlaneXResolution) || unit === undefined) return Number.NaN;
  const focalLength = (FocalLength * FocalPlaneXResolution) / unit;
  if (!isPositive(ExifImageWidth) || !isPositive(ExifImageHeight)) return focalLength;

  const scale = Math.max(width, height) / Math.max(ExifImageWidth, ExifImageHeight);
  const shortSide = scale * Math.min(ExifImageWidth, ExifImageHeight);
  return Math.abs(shortSide - Math.min(width, height)) <= SAME_ASPECT * shortSide ? scale * focalLength : Number.NaN;
}

const isPositive = (value: unknown): value is number => typeof value === 'number' && value > 0 && value < Infinity;
