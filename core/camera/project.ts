import type { Camera } from '../types.js';

/**
 * Where a camera sees a point: pixel = focalLength·(X/Z, Y/Z) + principalPoint. What lies beside or behind it is NaN.
 *
 * @param X metres, camera frame; so are Y and Z
 * @param out 2 numbers at `at`, pixels, overwritten
 */
export function projectPoint(
  X: number,
  Y: number,
  Z: number,
  { focalLength, principalPoint }: Pick<Camera, 'focalLength' | 'principalPoint'>,
  out: Float64Array,
  at = 0,
): void {
  const isSeen = Z > 0; // not of NaN either
  out[at] = isSeen ? (focalLength * X) / Z + principalPoint[0] : Number.NaN;
  out[at + 1] = isSeen ? (focalLength * Y) / Z + principalPoint[1] : Number.NaN;
}

/**
 * Where a camera sees points, as projectPoint does.
 *
 * @param points N×3, metres, camera frame, such as `Object.values(namedJoints(skeleton, fit)).flat()`
 * @returns N×2, pixels
 */
export function projectPoints(points: ArrayLike<number>, camera: Camera): Float64Array {
  const N = points.length / 3;
  const out = new Float64Array(2 * N);
  for (let i = 0; i < N; i++) projectPoint(points[3 * i], points[3 * i + 1], points[3 * i + 2], camera, out, 2 * i);
  return out;
}
