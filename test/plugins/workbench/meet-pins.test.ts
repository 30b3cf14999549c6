import { beforeAll, expect, test } from 'vitest';
import { parametersOf } from '../../../core/body/skeleton.js';
import type { Camera, Keypoints } from '../../../core/types.js';
import { seededRandom } from '../../../models/build/random.js';
import { createMeetPins } from '../../../plugins/workbench/meet-pins.js';
import { paramsOf, shippedFitter, type TestFitter } from '../../support/shipped.js';

const CAMERA: Camera = { focalLength: 700, principalPoint: [320, 240], width: 640, height: 480 };
const LEFT_WRIST = 9;
const SEED = 4;

let shipped: TestFitter;
let keypoints: Keypoints;
beforeAll(async () => {
  shipped = await shippedFitter();
  const standing = paramsOf([0, 0.2, 3.5], {
    pelvis: [Math.PI, 0, 0],
    left_shoulder: [0, 0, -1.2],
    right_shoulder: [0, 0, 1.2],
  });
  const random = seededRandom(SEED);
  const { xy } = shipped.project(standing, CAMERA);
  keypoints = {
    set: 'coco17',
    xy: xy.map((pixel) => pixel + 8 * random.normal()),
    confidence: Float64Array.from({ length: 17 }, () => 0.02 + 0.9 * random.uniform()),
  };
});

test('a wrist in a hand comes under it, the shape stays', () => {
  const fit = shipped.fitter.fit(keypoints, CAMERA);
  const dragged = { ...keypoints, xy: keypoints.xy.slice() };
  dragged.xy[2 * LEFT_WRIST] += 30;
  const met = createMeetPins(shipped.fitter.skeleton)(fit, dragged, [LEFT_WRIST]);
  const { xy } = shipped.project(parametersOf(met), CAMERA);
  const off = [0, 1].map((axis) => xy[2 * LEFT_WRIST + axis] - dragged.xy[2 * LEFT_WRIST + axis]);
  expect(Math.hypot(...off)).toBeLessThan(2);
  expect(met.betas).toEqual(fit.betas);
});

test(`a pin where the joint is already leaves the error as the fit reported it, seed ${SEED}`, () => {
  const fit = shipped.fitter.fit(keypoints, CAMERA);
  const { xy } = shipped.project(parametersOf(fit), CAMERA);
  const there = { ...keypoints, xy: keypoints.xy.slice() };
  there.xy.set(xy.subarray(2 * LEFT_WRIST, 2 * LEFT_WRIST + 2), 2 * LEFT_WRIST);
  // The wrist's own distance is now none; of the sum nothing else changes.
  const own = Math.hypot(...[0, 1].map((axis) => xy[2 * LEFT_WRIST + axis] - keypoints.xy[2 * LEFT_WRIST + axis]));
  const mass = keypoints.confidence.reduce((sum, confidence) => sum + confidence, 0);
  const expected = fit.reprojectionError - (keypoints.confidence[LEFT_WRIST] * own) / mass;
  const met = createMeetPins(shipped.fitter.skeleton)(fit, there, [LEFT_WRIST]);
  expect(met.reprojectionError).toBeCloseTo(expected, 3); // the hinge prior moves an elbow by next to nothing
});
