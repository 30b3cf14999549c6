import { expect, test } from 'vitest';
import { flipPoints, flipRotation } from '../../core/frames.js';

test('down in the photo is down in glTF, and away from the camera is away from the viewer', () => {
  const points = Float32Array.of(1, 2, 3);
  flipPoints(points);
  expect([...points]).toEqual([1, -2, -3]);
});

test('turning a rotation then a point equals turning the rotated point', () => {
  const R = Float64Array.of(0, -1, 0, 1, 0, 0, 0, 0, 1); // quarter turn about z
  const v = [0.3, 0.5, 0.7];
  const apply = (M: Float64Array): number[] => [0, 3, 6].map((r) => M[r] * v[0] + M[r + 1] * v[1] + M[r + 2] * v[2]);
  const expected = Float64Array.from(apply(R));
  flipPoints(expected);
  flipRotation(R);
  expect(apply(R)).toEqual([...expected]);
});
