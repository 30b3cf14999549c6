import { JOINT_SETS } from '../body/joint-sets.js';
import { rotationFromAxisAngle } from '../body/rotation.js';
import type { Camera, Keypoints } from '../types.js';

/** A detector's 3D landmarks by name, in the axes of the camera, relative to the middle of the hips, metres. */
export type Landmarks = ReadonlyMap<string, readonly [number, number, number]>;

/** No landmark is so far from the hips: such a number is a mistake. Metres. */
const FARTHEST = 100;

/**
 * Turns 3D landmarks (K×3, metres, as seen along the ray to the person) into the axes of the camera and centres them
 * on the hips. null when the set has no hips, or the numbers are not those of a body.
 */
export function landmarksInCamera(keypoints: Keypoints, landmarks: Float64Array, camera: Camera): Landmarks | null {
  const names: readonly (string | null)[] = JOINT_SETS[keypoints.set];
  const left = names.indexOf('left_hip');
  const right = names.indexOf('right_hip');
  if (left < 0 || right < 0 || !landmarks.every((value) => Math.abs(value) < FARTHEST)) return null;
  const { xy } = keypoints;
  const [u, v] = [0, 1].map((axis) => (xy[2 * left + axis] + xy[2 * right + axis]) / 2);
  if (!(Number.isFinite(u) && Number.isFinite(v))) return null;
  const R = rotationToRay(u, v, camera);
  const middle = [0, 1, 2].map((axis) => (landmarks[3 * left + axis] + landmarks[3 * right + axis]) / 2);
  const byName = new Map<string, readonly [number, number, number]>();
  names.forEach((name, k) => {
    if (name === null) return;
    const [x, y, z] = middle.map((value, axis) => landmarks[3 * k + axis] - value);
    const along = (row: number): number => R[row] * x + R[row + 1] * y + R[row + 2] * z;
    byName.set(name, [along(0), along(3), along(6)]);
  });
  return byName;
}

/** The smallest rotation from the optical axis to the ray through a pixel, 3×3. */
function rotationToRay(u: number, v: number, { principalPoint, focalLength }: Camera): Float64Array {
  const a = u - principalPoint[0];
  const b = v - principalPoint[1];
  const off = Math.hypot(a, b);
  // (0, 0, f) × (a, b, f) ∝ (−b, a, 0)
  const angle = off === 0 ? 0 : Math.atan2(off, focalLength) / off;
  const R = new Float64Array(9);
  rotationFromAxisAngle(-b * angle, a * angle, 0, R);
  return R;
}
