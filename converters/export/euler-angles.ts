import { rotationFromQuaternion } from '../../core/body/rotation.js';
import type { EulerAngles } from './nearest-euler.js';

/** Three different axes (x 0, y 1, z 2) in the order of R = R_i(a)·R_j(b)·R_k(c). */
export type AxisOrder = readonly [i: number, j: number, k: number];

/**
 * Angles about the axes i, j, k (radians) of a quaternion x, y, z, w. With e = 1 where i, j, k is a cyclic order, else -1:
 *   tan a = −e·R_jk / R_kk        tan b = e·R_ik / √(R_ii² + R_ij²)        tan c = e·P_ji / P_jj with P = R_i(−a)·R
 * c is read after a is undone: near b = ±90° a is noise, and c takes up what it gets wrong.
 */
export function eulerAngles(quaternion: ArrayLike<number>, [i, j, k]: AxisOrder): EulerAngles {
  const [x, y, z, w] = Array.from(quaternion);
  const length = Math.hypot(x, y, z, w);
  const R = rotationFromQuaternion(x / length, y / length, z / length, w / length);
  const e = j === (i + 1) % 3 ? 1 : -1;
  const at = (row: number, column: number): number => R[3 * row + column];
  const a = Math.atan2(-e * at(j, k), at(k, k));
  const b = Math.atan2(e * at(i, k), Math.hypot(at(i, i), at(i, j)));
  const P = (column: number): number => Math.cos(a) * at(j, column) + e * Math.sin(a) * at(k, column);
  return [a, b, Math.atan2(e * P(i), P(j))];
}
