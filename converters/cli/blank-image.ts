import { FitError } from '../../core/error.js';
import type { Image } from '../../core/types.js';

/** More pixels than any camera in use takes; decoded, they fill 400 MB. */
export const MAX_PIXELS = 100e6;

/**
 * Refuses a picture that would be too large to draw: files of keypoints and fits may claim any size.
 *
 * @param what is to be drawn: an overlay, maps
 * @throws FitError bad-input
 */
export function expectDrawable(where: string, what: string, { width, height }: Pick<Image, 'width' | 'height'>): void {
  if (width * height <= MAX_PIXELS) return;
  const size = `${width} x ${height} pixels, more than ${MAX_PIXELS / 1e6} million`;
  throw new FitError('bad-input', where, `${what} would have ${size}.`, 'Scale it to a smaller image.');
}

/** White paper. */
export const blankImage = (width: number, height: number): Image => ({
  width,
  height,
  rgba: new Uint8Array(4 * width * height).fill(255),
});
