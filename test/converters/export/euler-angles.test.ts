import { Euler, type EulerOrder, Quaternion } from 'three';
import { expect, test } from 'vitest';
import { type AxisOrder, eulerAngles } from '../../../converters/export/euler-angles.js';

/** three.js's name of an order is ours, R = R_i·R_j·R_k. */
const ORDERS: readonly (readonly [EulerOrder, AxisOrder])[] = [
  ['XYZ', [0, 1, 2]],
  ['YZX', [1, 2, 0]],
  ['ZXY', [2, 0, 1]],
  ['XZY', [0, 2, 1]],
  ['YXZ', [1, 0, 2]],
  ['ZYX', [2, 1, 0]],
];

test.each(ORDERS)('%s: the angles that made the quaternion, up to the lock', (name, order) => {
  for (const middle of [-90, -89.99, -30, 0, 45, 89.97, 90]) {
    const angles = [-0.7, (middle * Math.PI) / 180, 2.1];
    const euler = new Euler();
    for (const [n, axis] of order.entries()) euler[(['x', 'y', 'z'] as const)[axis]] = angles[n];
    const wanted = new Quaternion().setFromEuler(euler.set(euler.x, euler.y, euler.z, name));
    const found = eulerAngles(wanted.toArray(), order);
    for (const [n, axis] of order.entries()) euler[(['x', 'y', 'z'] as const)[axis]] = found[n];
    const back = new Quaternion().setFromEuler(euler);
    const same = Math.sign(back.dot(wanted));
    // float64, the root of its precision at the lock.
    back.toArray().forEach((value, i) => {
      expect(same * value).toBeCloseTo(wanted.toArray()[i], 7);
    });
    if (Math.abs(middle) === 90) continue;
    angles.forEach((angle, n) => {
      expect(found[n]).toBeCloseTo(angle, 7);
    });
  }
});
