import { describe, expect, test } from 'vitest';
import {
  axisAngleFromQuaternion,
  axisAngleFromRotation,
  inverseLeftJacobian,
  leftJacobian,
  multiplyRotations,
  quaternionFromRotation,
  rotationAngle,
  rotationFromAxisAngle,
  rotationFromQuaternion,
  transpose,
  transposed,
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

test.each(VECTORS)(
  'both quaternions of R of (%d, %d, %d) give R, the one with w < 0 by less than a full turn',
  (x, y, z) => {
    const R = rotation(x, y, z);
    const [qx, qy, qz, qw] = quaternionFromRotation(R);
    for (const v of [axisAngleFromQuaternion(qx, qy, qz, qw), axisAngleFromQuaternion(-qx, -qy, -qz, -qw)]) {
      expect(largestDifference(rotation(...v), R)).toBeLessThan(1e-8); // as above
      expect(Math.hypot(...v)).toBeLessThan(2 * Math.PI);
    }
  },
);

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

/**
 * a, then cos a, sin a / a, (1 − cos a) / a², (a − sin a) / a³, h = (a/2)·cot(a/2) and (1 − h) / a²: by their series,
 * with 80 digits (Python's decimal), of the double nearest to a.
 */
const EXACT = [
  [
    1e-6, 0.9999999999995, 0.9999999999998334, 0.4999999999999583, 0.16666666666665833, 0.9999999999999166,
    0.08333333333333472,
  ],
  [
    1.1e-4, 0.99999999395, 0.9999999979833334, 0.49999999949583335, 0.16666666656583334, 0.9999999989916667,
    0.08333333335013889,
  ],
  [
    1e-3, 0.9999995000000417, 0.9999998333333416, 0.4999999583333347, 0.16666665833333533, 0.9999999166666653,
    0.08333333472222225,
  ],
  [
    0.0499, 0.9987552533181336, 0.9995850499981853, 0.4998962581942696, 0.16664591781347923, 0.999792490554837,
    0.08333679188559973,
  ],
  [
    0.0501, 0.9987452574842962, 0.9995817174981142, 0.49989542499981643, 0.1666457511666529, 0.9997908237492684,
    0.08333681966668471,
  ],
  [
    0.3, 0.955336489125606, 0.9850673555377986, 0.4962612319377109, 0.16591827180223795, 0.9924887258384926,
    0.08345860179452762,
  ],
  [
    2, -0.4161468365471424, 0.4546487134128408, 0.3540367091367856, 0.1363378216467898, 0.6420926159343306,
    0.08947684601641732,
  ],
] as const;

test.each(EXACT)(
  'the quotients of rotations keep their digits at %d rad',
  (angle, cosine, sinc, versine, rest, h, inverseRest) => {
    // Of v = (x, y, 0) and M = p·I + q·[v]× + r·v vᵀ: p = M₂₂, q = M₀₂ / y, r = M₀₁ / (x y).
    const [x, y] = [0.6 * angle, 0.8 * angle];
    const M = new Float64Array(9);
    const relative = (found: number, exact: number): number => Math.abs(found / exact - 1);
    rotationFromAxisAngle(x, y, 0, M);
    expect(Math.abs(M[8] - cosine)).toBeLessThan(1e-15);
    // The rounding of some ten products and of the angle.
    expect(relative(M[2] / y, sinc)).toBeLessThan(1e-15);
    expect(relative(M[1] / (x * y), versine)).toBeLessThan(1e-15);
    leftJacobian(x, y, 0, M);
    expect(relative(M[8], sinc)).toBeLessThan(1e-15);
    expect(relative(M[2] / y, versine)).toBeLessThan(1e-15);
    // Where series and closed form meet, both are off by some 1e-12.
    expect(relative(M[1] / (x * y), rest)).toBeLessThan(2e-12);
    inverseLeftJacobian(x, y, 0, M);
    expect(relative(M[8], h)).toBeLessThan(1e-15);
    expect(relative(M[1] / (x * y), inverseRest)).toBeLessThan(2e-12);
  },
);

test('transpose writes Rᵀ of the rotation at an offset', () => {
  const two = Float64Array.from({ length: 18 }, (_, i) => i);
  const out = new Float64Array(9).fill(Number.NaN);
  transpose(two, 9, out);
  expect([...out]).toEqual([9, 12, 15, 10, 13, 16, 11, 14, 17]);
  expect([...transposed(two.slice(9))]).toEqual([...out]);
});
