import { expectLength } from '../error.js';
import type { Camera } from '../types.js';
import { projectTriangles, type ScreenTriangles } from './project-triangles.js';

/** A rectangle of whole pixels. */
export interface PixelWindow {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What a camera sees of a mesh. */
export interface DepthMap {
  readonly width: number;
  readonly height: number;
  /** height×width, metres along the optical axis (Z, not the ray's length); Infinity where nothing is. */
  readonly depth: Float32Array;
  /** height×width, the nearest face; −1 where nothing is. */
  readonly face: Int32Array;
}

/** A corner that rounding puts this far (in barycentric units) outside still counts: no cracks between neighbours. */
const EDGE_SLACK = 1e-9;

/**
 * Depth and face of each pixel, sampled at its centre: pixel (column, row) covers [column, column + 1) and its centre
 * is column + 0.5. Both sides of a face are drawn.
 *
 * @param vertices V×3, camera frame (x right, y down, z forward), metres
 * @param faces F×3
 */
export function rasterize(vertices: Float32Array, faces: Uint32Array, camera: Camera): DepthMap {
  const { width, height } = camera;
  expectLength('rasterize', 'vertices', vertices, 3 * Math.floor(vertices.length / 3));
  expectLength('rasterize', 'faces', faces, 3 * Math.floor(faces.length / 3));
  const depth = new Float32Array(width * height);
  const face = new Int32Array(width * height);
  rasterizeWindow(projectTriangles(vertices, faces, camera), { x: 0, y: 0, width, height }, 1, depth, face);
  for (let i = 0; i < depth.length; i++) depth[i] = 1 / depth[i]; // 1/0 = Infinity: nothing there
  return { width, height, depth, face };
}

/**
 * Z-buffer over one window of the image with samples×samples samples a pixel.
 *
 * @param inverseDepth (samples·height)×(samples·width), overwritten: 1/Z, 0 where nothing is
 * @param face the same size, overwritten: nearest face, −1 where nothing is
 */
export function rasterizeWindow(
  triangles: ScreenTriangles,
  window: PixelWindow,
  samples: number,
  inverseDepth: Float32Array,
  face: Int32Array,
): void {
  const columns = samples * window.width;
  const rows = samples * window.height;
  inverseDepth.fill(0);
  face.fill(-1);
  const { xy, count } = triangles;
  for (let t = 0; t < count; t++) {
    // Corners in units of samples, the centre of sample (0, 0) at the origin.
    const at = 6 * t;
    const y0 = (xy[at + 1] - window.y) * samples - 0.5;
    const y1 = (xy[at + 3] - window.y) * samples - 0.5;
    const y2 = (xy[at + 5] - window.y) * samples - 0.5;
    const firstRow = Math.max(0, Math.ceil(Math.min(y0, y1, y2)));
    const lastRow = Math.min(rows - 1, Math.floor(Math.max(y0, y1, y2)));
    if (!(firstRow <= lastRow)) continue;
    const x0 = (xy[at] - window.x) * samples - 0.5;
    const x1 = (xy[at + 2] - window.x) * samples - 0.5;
    const x2 = (xy[at + 4] - window.x) * samples - 0.5;
    const firstColumn = Math.max(0, Math.ceil(Math.min(x0, x1, x2)));
    const lastColumn = Math.min(columns - 1, Math.floor(Math.max(x0, x1, x2)));
    if (!(firstColumn <= lastColumn)) continue;

    // Barycentric coordinates are affine in (x, y): b_k = c_k + dx_k·x + dy_k·y, and 1/Z is their mixture.
    const area = (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0);
    if (area === 0) continue;
    const dx0 = (y1 - y2) / area;
    const dy0 = (x2 - x1) / area;
    const dx1 = (y2 - y0) / area;
    const dy1 = (x0 - x2) / area;
    const w0 = triangles.inverseDepth[3 * t];
    const w1 = triangles.inverseDepth[3 * t + 1];
    const w2 = triangles.inverseDepth[3 * t + 2];
    for (let row = firstRow; row <= lastRow; row++) {
      const offset0 = dy0 * (row - y1) - dx0 * x1;
      const offset1 = dy1 * (row - y2) - dx1 * x2;
      for (let column = firstColumn; column <= lastColumn; column++) {
        const b0 = offset0 + dx0 * column;
        const b1 = offset1 + dx1 * column;
        const b2 = 1 - b0 - b1;
        if (!(b0 >= -EDGE_SLACK && b1 >= -EDGE_SLACK && b2 >= -EDGE_SLACK)) continue;
        const inverse = b0 * w0 + b1 * w1 + b2 * w2;
        const pixel = row * columns + column;
        if (!(inverse > inverseDepth[pixel])) continue;
        inverseDepth[pixel] = inverse;
        face[pixel] = triangles.face[t];
      }
    }
  }
}

/** The smallest window that holds the triangles, cut to the image; null when none of them is inside. */
export function windowOf(triangles: ScreenTriangles, camera: Camera): PixelWindow | null {
  const { xy, count } = triangles;
  let left = Number.POSITIVE_INFINITY;
  let top = Number.POSITIVE_INFINITY;
  let right = Number.NEGATIVE_INFINITY;
  let bottom = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < 6 * count; i += 2) {
    if (!Number.isFinite(xy[i] + xy[i + 1])) continue;
    left = Math.min(left, xy[i]);
    right = Math.max(right, xy[i]);
    top = Math.min(top, xy[i + 1]);
    bottom = Math.max(bottom, xy[i + 1]);
  }
  const x = Math.max(0, Math.floor(left));
  const y = Math.max(0, Math.floor(top));
  const width = Math.min(camera.width, Math.ceil(right)) - x;
  const height = Math.min(camera.height, Math.ceil(bottom)) - y;
  return width > 0 && height > 0 ? { x, y, width, height } : null;
}
