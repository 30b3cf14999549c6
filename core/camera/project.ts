import type { Camera } from '../types.js';

/**
 * Where a camera sees points: pixel = focalLength·(X/Z, Y/Z) + principalPoint. What lies beside or behind it is NaN.
 *
 * @param points N×3, metres, camera frame, such as `Object.values(namedJoints(skeleton, fit)).flat()`
 * @returns N×2, pixels
 */
export function projectPoints(points: ArrayLike<number>, { focalLength, principalPoint }: Camera): Float64Array {
  const N = points.length / 3;
  const out = new Float64Array(2 * N).fill(Number.NaN);
  for (let i = 0; i < N; i++) {
    const Z = points[3 * i + 2];
    if (!(Z > 0)) continue;
    for (let axis = 0; axis < 2; axis++) {
      out[2 * i + axis] = (focalLength * points[3 * i + axis]) / Z + principalPoint[axis];
    }
  }
  return out;
}
