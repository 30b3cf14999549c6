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
  for (let i = 0; i < samples; i++) {
    for (let j = 0; j < samples; j++) {
      const right = (j + 0.5) / samples;
      const down = (i + 0.5) / samples;
      addSamples(image, region, S, right, down, gain, options.border === 'zero', out);
    }
  }
  return out;
}

/**
 * Adds gain × (one bilinear read a pixel) to `out`; the read lies at (right, down), from 0 to 1 across the output
 * pixel. One pass over the output a read keeps the loop free of calls: it runs a quarter of a million times a crop.
 */
function addSamples(
  image: Image,
  region: Region,
  S: number,
  right: number,
  down: number,
  gain: number,
  zeroBorder: boolean,
  out: Float32Array,
): void {
  const { width: W, height: H, rgba } = image;
  const step = region.size / S;
  const stepX = Math.cos(region.rotation) * step;
  const stepY = Math.sin(region.rotation) * step;
  const plane = S * S;
  const firstColumn = right - S / 2;

  for (let row = 0; row < S; row++) {
    const v = row + down - S / 2;
    // The −½ turns a position into an index: the first pixel's centre lies at ½.
    const startX = region.x + stepX * firstColumn - stepY * v - 0.5;
    const startY = region.y + stepY * firstColumn + stepX * v - 0.5;
    for (let column = 0; column < S; column++) {
      const x = startX + stepX * column;
      const y = startY + stepY * column;
      let x0 = Math.floor(x);
      let y0 = Math.floor(y);
      let x1 = x0 + 1;
      let y1 = y0 + 1;
      let weightX1 = x - x0;
      let weightY1 = y - y0;
      let weightX0 = 1 - weightX1;
      let weightY0 = 1 - weightY1;
      if (x0 < 0 || x1 >= W) {
        if (zeroBorder && (x0 < 0 || x0 >= W)) weightX0 = 0;
        if (zeroBorder && (x1 < 0 || x1 >= W)) weightX1 = 0;
        x0 = x0 < 0 ? 0 : x0 >= W ? W - 1 : x0;
        x1 = x1 < 0 ? 0 : x1 >= W ? W - 1 : x1;
      }
      if (y0 < 0 || y1 >= H) {
        if (zeroBorder && (y0 < 0 || y0 >= H)) weightY0 = 0;
        if (zeroBorder && (y1 < 0 || y1 >= H)) weightY1 = 0;
        y0 = y0 < 0 ? 0 : y0 >= H ? H - 1 : y0;
        y1 = y1 < 0 ? 0 : y1 >= H ? H - 1 : y1;
      }
      const a = 4 * (y0 * W + x0);
      const b = 4 * (y0 * W + x1);
      const c = 4 * (y1 * W + x0);
      const d = 4 * (y1 * W + x1);
      const wa = gain * weightY0 * weightX0;
      const wb = gain * weightY0 * weightX1;
      const wc = gain * weightY1 * weightX0;
      const wd = gain * weightY1 * weightX1;
      const o = row * S + column;
      out[o] += wa * rgba[a] + wb * rgba[b] + wc * rgba[c] + wd * rgba[d];
      out[o + plane] += wa * rgba[a + 1] + wb * rgba[b + 1] + wc * rgba[c + 1] + wd * rgba[d + 1];
      out[o + 2 * plane] += wa * rgba[a + 2] + wb * rgba[b + 2] + wc * rgba[c + 2] + wd * rgba[d + 2];
    }
  }
}
