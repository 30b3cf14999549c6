import type { ScreenTriangles } from './project-triangles.js';

/** Samples a pixel along each axis; one bit each in a mask. */
const GRID = 4;
const SAMPLES = GRID * GRID;
const ALL = 2 ** SAMPLES - 1;
/** How far the outermost sample lies from the pixel's centre along each axis, pixels. */
const REACH = 0.5 - 0.5 / GRID;
/** As for the depth map: no cracks between neighbours. */
const EDGE_SLACK = 1e-9;

/**
 * How much of each pixel the triangles cover, together: 16 samples a pixel on a 4×4 grid. Which triangle is in front
 * does not matter, so a bit a sample is enough, and pixels in a triangle's middle take one test: about as fast as one
 * sample a pixel, and nothing thinner than a pixel is lost as where only the edges of a mask are sampled again.
 *
 * @returns height×width, 0 to 255
 */
export function rasterizeCoverage(triangles: ScreenTriangles, width: number, height: number): Uint8Array {
  const masks = new Uint16Array(width * height);
  for (let t = 0; t < triangles.count; t++) markTriangle(triangles.xy, 6 * t, masks, width, height);
  const coverage = new Uint8Array(masks.length);
  for (let pixel = 0; pixel < masks.length; pixel++) {
    const mask = masks[pixel];
    if (mask !== 0) coverage[pixel] = mask === ALL ? 255 : Math.round((255 * bitCount(mask)) / SAMPLES);
  }
  return coverage;
}

/** Sets the bits of the samples inside one triangle (corners at `at` of `xy`) in `masks`, in place. */
function markTriangle(xy: Float64Array, at: number, masks: Uint16Array, width: number, height: number): void {
  // The centre of pixel (0, 0) at the origin.
  const x0 = xy[at] - 0.5;
  const y0 = xy[at + 1] - 0.5;
  const x1 = xy[at + 2] - 0.5;
  const y1 = xy[at + 3] - 0.5;
  const x2 = xy[at + 4] - 0.5;
  const y2 = xy[at + 5] - 0.5;
  const firstRow = Math.max(0, Math.ceil(Math.min(y0, y1, y2) - REACH));
  const lastRow = Math.min(height - 1, Math.floor(Math.max(y0, y1, y2) + REACH));
  const firstColumn = Math.max(0, Math.ceil(Math.min(x0, x1, x2) - REACH));
  const lastColumn = Math.min(width - 1, Math.floor(Math.max(x0, x1, x2) + REACH));
  const area = (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0);
  if (area === 0 || !(firstRow <= lastRow && firstColumn <= lastColumn)) return;

  // Barycentric coordinates are affine in (x, y); within a pixel each differs from that of the centre by at most s_k.
  const dx0 = (y1 - y2) / area;
  const dy0 = (x2 - x1) / area;
  const dx1 = (y2 - y0) / area;
  const dy1 = (x0 - x2) / area;
  const s0 = REACH * (Math.abs(dx0) + Math.abs(dy0));
  const s1 = REACH * (Math.abs(dx1) + Math.abs(dy1));
  const s2 = REACH * (Math.abs(dx0 + dx1) + Math.abs(dy0 + dy1));
  for (let row = firstRow; row <= lastRow; row++) {
    const offset0 = dy0 * (row - y1) - dx0 * x1;
    const offset1 = dy1 * (row - y2) - dx1 * x2;
    for (let column = firstColumn; column <= lastColumn; column++) {
      const pixel = row * width + column;
      if (masks[pixel] === ALL) continue;
      const b0 = offset0 + dx0 * column;
      const b1 = offset1 + dx1 * column;
      const b2 = 1 - b0 - b1;
      if (!(b0 + s0 >= -EDGE_SLACK && b1 + s1 >= -EDGE_SLACK && b2 + s2 >= -EDGE_SLACK)) continue;
      if (b0 >= s0 && b1 >= s1 && b2 >= s2) masks[pixel] = ALL;
      else masks[pixel] |= samplesInside(b0, b1, dx0, dy0, dx1, dy1);
    }
  }
}

/** The mask of one pixel from the barycentric coordinates of its centre and their slopes. */
function samplesInside(b0: number, b1: number, dx0: number, dy0: number, dx1: number, dy1: number): number {
  let mask = 0;
  for (let k = 0; k < SAMPLES; k++) {
    const x = (k % GRID) / GRID - REACH;
    const y = Math.floor(k / GRID) / GRID - REACH;
    const c0 = b0 + dx0 * x + dy0 * y;
    const c1 = b1 + dx1 * x + dy1 * y;
    if (c0 >= -EDGE_SLACK && c1 >= -EDGE_SLACK && 1 - c0 - c1 >= -EDGE_SLACK) mask |= 1 << k;
  }
  return mask;
}

function bitCount(mask: number): number {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count++;
  return count;
}
