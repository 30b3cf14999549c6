import { describe, expect, test } from 'vitest';
import {
  axisAngleFromRotation,
  inverseLeftJacobian,
  leftJacobian,
  multiplyRotations,
  quaternionFromRotation,
  rotationAngle,
  rotationFromAxisAngle,
  rotationFromQuaternion,
} from '../../../core/body/rotation.js';
import { largestDifference } from '../../support/numeric-jacobian.js';

const rotation = (x: number, y: number, z: number): Float64Array => {
  const R = new Float64Array(9).fill(Number.NaN);
  rotationFromAxisAngle(x, y, z, R);
  return R;
};

/** Zero, tiny (series), ordinary, nearly a half turn, beyond it. */
const VECTORS = [
  [0, 0, 0],
  [1e-6, -2e-6, 3e-6],
  [9e-5, 0, 0],
  [0.3, -0.2, 0.9],
  [Math.PI - 1e-9, 0, 0],
  [0, 2.2, 2.2],
  [-3, 2, 1],
] as const;

describe('rotationFromAxisAngle', () => {
  test('a quarter turn about z takes x to y', () => {
    expect(largestDifference(rotation(0, 0, Math.PI / 2), [0, -1, 0, 1, 0, 0, 0, 0, 1])).toBeLessThan(1e-15);
  });

  test.each(VECTORS)('R of (%d, %d, %d) is orthonormal with determinant 1', (x, y, z) => {
    const R = rotation(x, y, z);
    const transposed = Float64Array.of(R[0], R[3], R[6], R[1], R[4], R[7], R[2], R[5], R[8]);
    const product = new Float64Array(9);
    multiplyRotations(R, 0, transposed, 0, product, 0);
    expect(largestDifference(product, [1, 0, 0, 0, 1, 0, 0, 0, 1])).toBeLessThan(1e-14);
    const determinant =
      R[0] * (R[4] * R[8] - R[5] * R[7]) - R[1] * (R[3] * R[8] - R[5] * R[6]) + R[2] * (R[3] * R[7] - R[4] * R[6]);
    expect(determinant).toBeCloseTo(1, 13);
  });
});

test.each(VECTORS)('axis-angle of R of (%d, %d, %d) gives the same R, at most half a turn', (x, y, z) => {
  const R = rotation(x, y, z);
  const v = axisAngleFromRotation(R);
  expect(Math.hypot(...v)).toBeLessThanOrEqual(Math.PI + 1e-12);
  expect(largestDifference(rotation(...v), R)).toBeLessThan(1e-8); // acos-free, but √eps is lost at the half turn
});

test.each(VECTORS)('the quaternion of R of (%d, %d, %d) is unit length, w >= 0', (x, y, z) => {
  const q = quaternionFromRotation(rotation(x, y, z));
  expect(Math.hypot(...q)).toBeCloseTo(1, 14);
  expect(q[3]).toBeGreaterThanOrEqual(0);
});

test.each(VECTORS)('the matrix of the quaternion of R of (%d, %d, %d) is R', (x, y, z) => {
  const R = rotation(x, y, z);
  expect(largestDifference(rotationFromQuaternion(...quaternionFromRotation(R)), R)).toBeLessThan(1e-14);
});

test.each(VECTORS)('left Jacobian at (%d, %d, %d): exp(v + dv) = exp(J dv) exp(v)', (x, y, z) => {
  const J = new Float64Array(9);
  leftJacobian(x, y, z, J);
  const h = 1e-6;
  for (let i = 0; i < 3; i++) {
    const step = [0, 0, 0];
    step[i] = h;
    const exact = rotation(x + step[0], y + step[1], z + step[2]);
    const linear = new Float64Array(9);
    multiplyRotations(rotation(h * J[i], h * J[3 + i], h * J[6 + i]), 0, rotation(x, y, z), 0, linear, 0);
    expect(largestDifference(exact, linear)).toBeLessThan(10 * h * h);
  }
});

test.each([
  [0, 0, 0],
  [1e-6, -2e-6, 1e-6],
  [0.4, -0.2, 0.9],
  [2, 1, -2],
])('left Jacobian times its inverse is one at (%d, %d, %d)', (x, y, z) => {
  const J = new Float64Array(9);
  const inverse = new Float64Array(9).fill(Number.NaN);
  const product = new Float64Array(9);
  leftJacobian(x, y, z, J);
  inverseLeftJacobian(x, y, z, inverse);
  multiplyRotations(J, 0, inverse, 0, product, 0);
  expect(largestDifference(product, Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1))).toBeLessThan(1e-12);
});

test('the angle between two rotations about one axis is their difference', () => {
  expect(rotationAngle(rotation(0, 0.3, 0), 0, rotation(0, -0.9, 0), 0)).toBeCloseTo(1.2, 12);
});
