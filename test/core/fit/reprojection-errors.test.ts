import { expect, test } from 'vitest';
import { meanReprojectionError, reprojectionErrors } from '../../../core/fit/reprojection-errors.js';
import { estimatedNoise } from '../../../core/keypoints/noise.js';

const camera = { focalLength: 1000, principalPoint: [320, 240], width: 640, height: 480 } as const;
const joints = Float64Array.of(0, 0, 2, 0.2, 0.1, 2); // projects to (320, 240) and (420, 290)
/** Off by 5 and by 1 pixel. */
const observed = (confidence: readonly number[]) => ({
  jointOf: Uint16Array.of(1, 0),
  xy: Float64Array.of(417, 286, 320, 241),
  confidence: Float64Array.from(confidence),
});

test('distances in pixels, in the order of the observations', () => {
  const errors = reprojectionErrors(joints, observed([1, 1]), camera);
  expect(errors[0]).toBeCloseTo(5, 9);
  expect(errors[1]).toBeCloseTo(1, 9);
});

test('the mean counts each keypoint by its confidence, however small', () => {
  expect(meanReprojectionError(joints, observed([1, 1]), camera)).toBeCloseTo(3, 9);
  expect(meanReprojectionError(joints, observed([0.75, 0.25]), camera)).toBeCloseTo(4, 9);
  expect(meanReprojectionError(joints, observed([0.02, 0.02]), camera)).toBeCloseTo(3, 9);
});

test('of no keypoint it is 0', () => {
  const none = { jointOf: new Uint16Array(0), xy: new Float64Array(0), confidence: new Float64Array(0) };
  expect(meanReprojectionError(joints, none, camera)).toBe(0);
});

test('a joint behind the camera has no distance, and the mean is that of the others', () => {
  const behind = joints.slice();
  behind[2] = -2; // joint 0, which the second keypoint observes
  expect([...reprojectionErrors(behind, observed([1, 1]), camera)]).toEqual([expect.closeTo(5, 9), Number.NaN]);
  expect(meanReprojectionError(behind, observed([0.3, 1]), camera)).toBeCloseTo(5, 9);
  behind[5] = -2;
  expect(meanReprojectionError(behind, observed([1, 1]), camera)).toBeNaN();
});

test('the noise of keypoints is that of joints before the camera', () => {
  const behind = joints.slice();
  behind[2] = -2;
  const { confidence, ...rest } = observed([1, 1]);
  const errors = reprojectionErrors(behind, { ...rest, confidence }, camera);
  const ofOne = estimatedNoise(Float64Array.of(5), Float64Array.of(1), 4, 200);
  expect(estimatedNoise(errors, confidence, 4, 200)).toBeCloseTo(ofOne, 9);
});
