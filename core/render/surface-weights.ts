import type { Camera } from '../types.js';
import type { Mesh } from './merge-meshes.js';

/**
 * Writes the weights of a face's three corners, which sum to one, at the point that the camera sees at pixel (x, y) and
 * depth Z (metres). Mixing corner values by them is perspective-correct: they are weights in space, not on the image.
 */
export type SurfaceWeights = (face: number, x: number, y: number, Z: number, out: Float64Array) => void;

/**
 * The point is P = Z·((x − cx)/f, (y − cy)/f, 1); its barycentric coordinates solve P − A = b·(B − A) + c·(C − A) in
 * the least squares sense and are then kept inside the triangle: rounding may put P a little beside it.
 */
export function surfaceWeights({ vertices, faces }: Mesh, camera: Camera): SurfaceWeights {
  const { focalLength: f } = camera;
  const [cx, cy] = camera.principalPoint;
  return (face, x, y, Z, out) => {
    const a = 3 * faces[3 * face];
    const b = 3 * faces[3 * face + 1];
    const c = 3 * faces[3 * face + 2];
    const ax = vertices[a];
    const ay = vertices[a + 1];
    const az = vertices[a + 2];
    const ux = vertices[b] - ax;
    const uy = vertices[b + 1] - ay;
    const uz = vertices[b + 2] - az;
    const vx = vertices[c] - ax;
    const vy = vertices[c + 1] - ay;
    const vz = vertices[c + 2] - az;
    const px = (Z * (x - cx)) / f - ax;
    const py = (Z * (y - cy)) / f - ay;
    const pz = Z - az;
    const uu = ux * ux + uy * uy + uz * uz;
    const uv = ux * vx + uy * vy + uz * vz;
    const vv = vx * vx + vy * vy + vz * vz;
    const pu = px * ux + py * uy + pz * uz;
    const pv = px * vx + py * vy + pz * vz;
    const determinant = uu * vv - uv * uv;
    const isFlat = !(determinant > 0);
    const weightB = isFlat ? 0 : Math.min(1, Math.max(0, (vv * pu - uv * pv) / determinant));
    const weightC = isFlat ? 0 : Math.min(1 - weightB, Math.max(0, (uu * pv - uv * pu) / determinant));
    out[0] = 1 - weightB - weightC;
    out[1] = weightB;
    out[2] = weightC;
  };
}
