import type { Camera } from '../types.js';

/** Nothing closer to the camera than this is drawn. Metres. */
const NEAR = 0.01;

/** Triangles on the image plane, those that crossed the near plane already cut. T triangles. */
export interface ScreenTriangles {
  readonly count: number;
  /** T×6: x, y of three corners, pixels. */
  readonly xy: Float64Array;
  /** T×3: 1/Z of three corners, 1/metres. It is linear on the image plane, Z is not. */
  readonly inverseDepth: Float64Array;
  /** T: the face each was cut from. */
  readonly face: Int32Array;
}

/**
 * Projects a mesh: pixel = f·(X, Y)/Z + principal point. A face that crosses the near plane becomes one or two
 * triangles (Sutherland-Hodgman against one plane); one behind it disappears, as does one that is not finite.
 *
 * @param vertices V×3, camera frame, metres
 * @param faces F×3
 */
export function projectTriangles(vertices: Float32Array, faces: Uint32Array, camera: Camera): ScreenTriangles {
  const F = faces.length / 3;
  const xy = new Float64Array(12 * F);
  const inverseDepth = new Float64Array(6 * F);
  const face = new Int32Array(2 * F);
  const polygon = new Float64Array(12); // a triangle cut by a plane has at most four corners
  const { focalLength } = camera;
  const [cx, cy] = camera.principalPoint;
  let count = 0;
  for (let f = 0; f < F; f++) {
    const corners = cutNear(vertices, faces, f, polygon);
    for (let fan = 2; fan < corners; fan++) {
      for (let k = 0; k < 3; k++) {
        const p = 3 * (k === 0 ? 0 : fan + k - 2);
        const inverse = 1 / polygon[p + 2];
        xy[6 * count + 2 * k] = focalLength * polygon[p] * inverse + cx;
        xy[6 * count + 2 * k + 1] = focalLength * polygon[p + 1] * inverse + cy;
        inverseDepth[3 * count + k] = inverse;
      }
      face[count] = f;
      count++;
    }
  }
  return { count, xy, inverseDepth, face };
}

/** The part of a face beyond the near plane: writes its corners to `polygon` (overwritten) and returns their number. */
function cutNear(vertices: Float32Array, faces: Uint32Array, f: number, polygon: Float64Array): number {
  let corners = 0;
  for (let k = 0; k < 3; k++) {
    const a = 3 * faces[3 * f + k];
    const b = 3 * faces[3 * f + ((k + 1) % 3)];
    const za = vertices[a + 2];
    const zb = vertices[b + 2];
    if (za > NEAR) {
      for (let axis = 0; axis < 3; axis++) polygon[3 * corners + axis] = vertices[a + axis];
      corners++;
    }
    if (za > NEAR === zb > NEAR) continue;
    const t = (NEAR - za) / (zb - za);
    polygon[3 * corners] = vertices[a] + t * (vertices[b] - vertices[a]);
    polygon[3 * corners + 1] = vertices[a + 1] + t * (vertices[b + 1] - vertices[a + 1]);
    polygon[3 * corners + 2] = NEAR;
    corners++;
  }
  return corners;
}
