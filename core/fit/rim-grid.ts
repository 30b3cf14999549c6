import { projectPoint } from '../camera/project.js';
import { toGrid } from '../detect/to-grid.js';
import { rasterizeWindow } from '../render/rasterize.js';
import { MIN_DEPTH } from '../terms/reprojection.js';
import type { Camera, Mask } from '../types.js';

/** A body's thinned mesh as it lies on the grid of a mask. */
export interface BodyOnGrid {
  /** M×2, units of the grid, (0, 0) the corner of its first cell; NaN nearer than MIN_DEPTH or behind the camera. */
  readonly uv: Float64Array;
  /** size×size: at least 0 where the body covers the middle of the cell, −1 elsewhere. */
  readonly face: Int32Array;
}

/**
 * Projects a mesh to the grid of a mask and fills it in.
 *
 * @param vertices M×3, camera frame, metres
 * @param faces F×3; those that reach behind the camera are left out
 */
export function bodyOnGrid(
  vertices: ArrayLike<number>,
  faces: Uint32Array,
  camera: Camera,
  mask: Pick<Mask, 'size' | 'toImage'>,
): BodyOnGrid {
  const { size } = mask;
  const uv = new Float64Array((2 * vertices.length) / 3).fill(Number.NaN);
  const pixel = new Float64Array(2);
  for (let i = 0; i < uv.length; i += 2) {
    const Z = vertices[1.5 * i + 2];
    if (!(Z > MIN_DEPTH)) continue;
    projectPoint(vertices[1.5 * i], vertices[1.5 * i + 1], Z, camera, pixel);
    toGrid(mask, pixel[0], pixel[1], uv, i);
  }
  const xy = new Float64Array(2 * faces.length);
  let count = 0;
  for (let f = 0; f < faces.length; f += 3) {
    let sum = 0;
    for (let k = 0; k < 3; k++) {
      xy[6 * count + 2 * k] = uv[2 * faces[f + k]];
      xy[6 * count + 2 * k + 1] = uv[2 * faces[f + k] + 1];
      sum += uv[2 * faces[f + k]];
    }
    if (Number.isFinite(sum)) count++;
  }
  // Which face is in front does not matter: all are as near.
  const triangles = { count, xy, inverseDepth: new Float64Array(3 * count).fill(1), face: new Int32Array(count) };
  const face = new Int32Array(size * size);
  rasterizeWindow(triangles, { x: 0, y: 0, width: size, height: size }, 1, new Float32Array(size * size), face);
  return { uv, face };
}

/** Intersection over union of the body and the mask, whose cells count by their probability. */
export function overlap({ face }: BodyOnGrid, { values }: Mask): number {
  let common = 0;
  let onlyOne = 0;
  for (let i = 0; i < values.length; i++) {
    if (face[i] < 0) {
      onlyOne += values[i];
    } else {
      common += values[i];
      onlyOne += 1 - values[i];
    }
  }
  const either = common + onlyOne;
  return either > 0 ? common / either : 0;
}
