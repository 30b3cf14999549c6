import type { Image } from '../types.js';
import type { Region } from './region.js';

/** How a network wants its input. */
export interface CropOptions {
  /** S: side of the input in its own pixels. */
  readonly resolution: number;
  /** What black and white become. */
  readonly black: number;
  readonly white: number;
  /** What lies beyond the border of the photo: black, or its nearest pixel. */
  readonly border: 'zero' | 'replicate';
  /** Reads along each axis of an output pixel where the photo shrinks; default 1. */
  readonly reads?: number;
}

/**
 * Cuts a turned square out of a photo and scales it to a network's input: 3×S×S, planes red, green, blue.
 *
 * Bilinear between pixel centres: output pixel (i, j) is read at ((j + ½)/S, (i + ½)/S) across the region. With
 * `samples` n > 1 each output pixel is the mean of n×n such reads spread evenly over it. Alpha is not looked at.
 */
export function cropRegion(image: Image, region: Region, options: CropOptions, samples = 1): Float32Array {
  const S = options.resolution;
  const out = new Float32Array(3 * S * S).fill(options.black);
  const gain = (options.white - options.black) / (255 * samples * samples);
  const step = region.size / S;
  const stepX = Math.cos(region.rotation) * step;
  const stepY = Math.sin(region.rotation) * step;
  const addRowAtBorder = options.border === 'zero' ? addRowFaded : addRowReplicated;
  for (let row = 0; row < S; row++) {
    for (let k = 0; k < samples * samples; k++) {
      const u = ((k % samples) + 0.5) / samples - S / 2;
      const v = row + (Math.floor(k / samples) + 0.5) / samples - S / 2;
      // The −½ turns a position into an index: the first pixel's centre lies at ½.
      const x = region.x + stepX * u - stepY * v - 0.5;
      const y = region.y + stepY * u + stepX * v - 0.5;
      const walk = { x, y, stepX, stepY, gain, S };
      const [first, end] = columnsInside(walk, image);
      addRowAtBorder(image, walk, row, 0, first, out);
      addRowInside(image, walk, row, first, end, out);
      addRowAtBorder(image, walk, row, end, S, out);
    }
  }
  return out;
}

/** The reads of one output row: column j is read at (x + j·stepX, y + j·stepY), as pixel indices. */
interface Walk {
  readonly x: number;
  readonly y: number;
  readonly stepX: number;
  readonly stepY: number;
  readonly gain: number;
  readonly S: number;
}

/** The columns, first and end, whose four pixels all lie in the photo. */
function columnsInside({ x, y, stepX, stepY, S }: Walk, { width, height }: Image): [number, number] {
  let first = 0;
  let end = S;
  for (const [start, step, last] of [
    [x, stepX, width - 1],
    [y, stepY, height - 1],
  ]) {
    // 0 ≤ start + j·step < last. Rounding may put j a hair outside: one column of safety each side.
    if (Math.abs(step) * S < 1e-6) {
      if (!(start >= 0 && start < last)) return [0, 0];
      continue;
    }
    const a = -start / step;
    const b = (last - start) / step;
    first = Math.max(first, Math.ceil(Math.min(a, b)) + 1);
    end = Math.min(end, Math.floor(Math.max(a, b)) - 1);
  }
  return end > first ? [first, end] : [0, 0];
}

/** Adds gain × (one bilinear read) to the columns from `first` to `end` of a row, which must lie inside. */
function addRowInside(image: Image, walk: Walk, row: number, first: number, end: number, out: Float32Array): void {
  const { rgba } = image;
  const { x: startX, y: startY, stepX, stepY, gain, S } = walk;
  const down = 4 * image.width;
  const green = S * S;
  const blue = 2 * green;
  let o = row * S + first;
  for (let column = first; column < end; column++, o++) {
    const x = startX + stepX * column;
    const y = startY + stepY * column;
    const x0 = x | 0; // floor: both are positive here
    const y0 = y | 0;
    const right = x - x0;
    const below = gain * (y - y0);
    const above = gain - below;
    const wd = below * right;
    const wc = below - wd;
    const wb = above * right;
    const wa = above - wb;
    const a = down * y0 + 4 * x0;
    const c = a + down;
    out[o] += wa * rgba[a] + wb * rgba[a + 4] + wc * rgba[c] + wd * rgba[c + 4];
    out[o + green] += wa * rgba[a + 1] + wb * rgba[a + 5] + wc * rgba[c + 1] + wd * rgba[c + 5];
    out[o + blue] += wa * rgba[a + 2] + wb * rgba[a + 6] + wc * rgba[c + 2] + wd * rgba[c + 6];
  }
}

/** addRowInside beyond the border and on it, where the nearest pixel stands in: a read there is one at the border. */
function addRowReplicated(image: Image, walk: Walk, row: number, first: number, end: number, out: Float32Array): void {
  const { width: W, height: H, rgba } = image;
  const { x: startX, y: startY, stepX, stepY, gain, S } = walk;
  for (let column = first; column < end; column++) {
    const x = Math.min(Math.max(startX + stepX * column, 0), W - 1);
    const y = Math.min(Math.max(startY + stepY * column, 0), H - 1);
    const x0 = x | 0;
    const y0 = y | 0;
    const a = 4 * (y0 * W + x0);
    const b = x0 + 1 < W ? a + 4 : a;
    const down = y0 + 1 < H ? 4 * W : 0;
    const right = x - x0;
    const below = gain * (y - y0);
    const above = gain - below;
    const o = row * S + column;
    for (let channel = 0; channel < 3; channel++) {
      const top = rgba[a + channel] + right * (rgba[b + channel] - rgba[a + channel]);
      const bottom = rgba[a + down + channel] + right * (rgba[b + down + channel] - rgba[a + down + channel]);
      out[o + channel * S * S] += above * top + below * bottom;
    }
  }
}

/** addRowInside beyond the border and on it, where all is black: only the ring half a pixel wide needs work. */
function addRowFaded(image: Image, walk: Walk, row: number, first: number, end: number, out: Float32Array): void {
  const { width: W, height: H, rgba } = image;
  const { x: startX, y: startY, stepX, stepY, gain, S } = walk;
  for (let column = first; column < end; column++) {
    const x = startX + stepX * column;
    const y = startY + stepY * column;
    if (x <= -1 || y <= -1 || x >= W || y >= H) continue;
    const x0 = Math.floor(x);
    const y0 = Math.floor(y);
    const o = row * S + column;
    for (let corner = 0; corner < 4; corner++) {
      const cornerX = x0 + (corner & 1);
      const cornerY = y0 + (corner >> 1);
      if (cornerX < 0 || cornerY < 0 || cornerX >= W || cornerY >= H) continue;
      const weight = gain * (1 - Math.abs(x - cornerX)) * (1 - Math.abs(y - cornerY));
      const pixel = 4 * (cornerY * W + cornerX);
      for (let channel = 0; channel < 3; channel++) out[o + channel * S * S] += weight * rgba[pixel + channel];
    }
  }
}
