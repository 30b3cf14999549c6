import { expect, test } from 'vitest';
import { nodeRuntime } from '../../../converters/cli/node-runtime.js';
import { packageRoot } from '../../../converters/cli/package-root.js';
import { residualsOf } from '../../../converters/export/explain-residuals.js';
import { detectorOffsets, seenBeside } from '../../../core/keypoints/detector-offsets.js';
import { liftAndFit } from '../../../core/lift/lift-and-fit.js';
import { createLifter } from '../../../core/lift/lifter.js';
import type { Camera } from '../../../core/types.js';
import { paramsOf, shippedFitter } from '../../support/shipped.js';

const CAMERA: Camera = { focalLength: 1000, principalPoint: [320, 240], width: 640, height: 480 };
const STANDING = paramsOf([0, 0, 5], {
  pelvis: [Math.PI, 0, 0],
  left_shoulder: [0, 0, -1.2],
  right_shoulder: [0, 0, 1.2],
});

test('the page and the fit agree on how far a body is off, also where the detector sees beside the joints', async () => {
  const { fitter, kinematics, project } = await shippedFitter();
  const network = await nodeRuntime({ modelsDir: `${packageRoot()}/models/lifter`, threads: 1 }).load('lifter');
  const lifter = createLifter(network, fitter.skeleton, true);
  const { skeleton } = fitter;
  const exact = project(STANDING, CAMERA, 'blazepose33');
  const posed = kinematics.pose(STANDING, false);
  const offsets = detectorOffsets(exact.set, seenBeside(exact.set, skeleton), posed, CAMERA) ?? new Float64Array();
  const keypoints = { ...exact, xy: exact.xy.map((value, i) => value + offsets[i]) };
  const fit = await liftAndFit(fitter, lifter, keypoints, CAMERA);

  const { residuals } = residualsOf(fit, keypoints, skeleton);
  const mean = residuals.reduce((sum, { pixels }) => sum + pixels, 0) / residuals.length;
  // The fit knows the offsets in the lifted pose, the page in the fitted one; the offsets themselves are 5 px in the mean.
  expect(Math.abs(mean - fit.reprojectionError)).toBeLessThan(0.3);
  for (const { found, fitted, pixels } of residuals) {
    expect(Math.hypot(found[0] - fitted[0], found[1] - fitted[1])).toBeCloseTo(pixels, 9);
    expect([...keypoints.xy]).toContain(found[1]); // where it was seen, as the picture shows it
  }
});
