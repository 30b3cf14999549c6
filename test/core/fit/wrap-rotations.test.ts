import { expect, test } from 'vitest';
import { rotationAngle, rotationFromAxisAngle } from '../../../core/body/rotation.js';
import { wrapRotations } from '../../../core/fit/wrap-rotations.js';

const rotation = (v: ArrayLike<number>): Float64Array => {
  const R = new Float64Array(9);
  rotationFromAxisAngle(v[0], v[1], v[2], R);
  return R;
};

test('axis-angles beyond half a turn become the shorter way to the same rotation; the rest stays', () => {
  const params = Float64Array.of(9, 9, 9, 4, 1, -2, 0.1, 0.2, 0.3, 7);
  const before = params.slice();
  wrapRotations(params, { translation: 0, pose: 3, betas: 9, count: 10 });
  expect(Math.hypot(...params.subarray(3, 6))).toBeLessThanOrEqual(Math.PI);
  expect(rotationAngle(rotation(params.subarray(3)), 0, rotation(before.subarray(3)), 0)).toBeLessThan(1e-6); // acos near 1
  expect([...params.subarray(0, 3), ...params.subarray(6)]).toEqual([9, 9, 9, 0.1, 0.2, 0.3, 7]);
});
