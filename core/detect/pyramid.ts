import type { Image } from '../types.js';
import type { Region } from './region.js';
import { type CropOptions, cropRegion } from './sample.js';

/** A photo together with its halved copies, each made when first asked for. */
export interface Pyramid {
  readonly image: Image;
  /** cropRegion without aliasing. */
  crop(region: Region, options: CropOptions): Float32Array;
}

/**
 * Prepares a photo for many crops. A bilinear read sees four pixels however much it shrinks; so a crop reads from the
 * level on which one pixel of its output covers one to two pixels, and takes the mean of 2×2 reads there.
 *
 * The networks' own program reads the photo once a pixel. Shaking the region by 2 % moved the heavy network's landmarks
 * by 6.1 ‰ of the region with such plain reads, by 4.8 ‰ with levels and by 3.8 ‰ with the mean as well (7 photos).
 */
export function buildPyramid(image: Image): Pyramid {
  const levels: Image[] = [image];
  return {
    image,
    crop(region, options) {
      let reduction = region.size / options.resolution;
      let level = 0;
      while (reduction >= 2 && canHalve(levels[level])) {
        level++;
        reduction /= 2;
        levels[level] ??= halve(levels[level - 1]);
      }
      const scale = 1 / 2 ** level;
      const scaled = { x: region.x * scale, y: region.y * scale, size: region.size * scale, rotation: region.rotation };
      return cropRegion(levels[level], scaled, options, reduction > 1 ? 2 : 1);
    },
  };
}

const canHalve = (image: Image): boolean => image.width > 1 && image.height > 1;

/** The mean of every 2×2 pixels; an odd last row or column is counted twice, so that positions simply halve. */
export function halve(image: Image): Image {
  const { width: W, height: H, rgba } = image;
  const width = Math.ceil(W / 2);
  const height = Math.ceil(H / 2);
  const out = new Uint8Array(4 * width * height);
  for (let row = 0; row < height; row++) {
    const top = 4 * W * 2 * row;
    const bottom = 2 * row + 1 < H ? top + 4 * W : top;
    for (let column = 0; column < width; column++) {
      const left = 8 * column;
      const right = 2 * column + 1 < W ? left + 4 : left;
      const o = 4 * (row * width + column);
      for (let channel = 0; channel < 4; channel++) {
        const above = rgba[top + left + channel] + rgba[top + right + channel];
        const below = rgba[bottom + left + channel] + rgba[bottom + right + channel];
        out[o + channel] = (above + below + 2) >> 2;
      }
    }
  }
  return { width, height, rgba: out };
}
