import { expect, test } from 'vitest';
import { reprojectionErrors } from '../../../core/fit/reprojection-errors.js';

test('distances in pixels, in the order of the observations', () => {
  const joints = Float64Array.of(0, 0, 2, 0.2, 0.1, 2); // projects to (320, 240) and (420, 290)
  const observations = {
    jointOf: Uint16Array.of(1, 0),
    xy: Float64Array.of(417, 286, 320, 241),
    confidence: Float64Array.of(1, 1),
  };
  const camera = { focalLength: 1000, principalPoint: [320, 240], width: 640, height: 480 } as const;
  const errors = reprojectionErrors(joints, observations, camera);
  expect(errors[0]).toBeCloseTo(5, 9);
  expect(errors[1]).toBeCloseTo(1, 9);
});
