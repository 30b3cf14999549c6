import { expect, test } from 'vitest';
import { skeletonOf } from '../../../core/body/skeleton.js';
import { FitError } from '../../../core/error.js';
import { openLifter } from '../../../core/lift/open-lifter.js';
import { goldenBody } from '../../support/golden-body.js';

const skeleton = skeletonOf(goldenBody());
const keypoints = {
  set: 'coco17' as const,
  xy: Float64Array.from({ length: 34 }, (_, i) => 10 * i),
  confidence: new Float64Array(17).fill(1),
};
const camera = { focalLength: 500, principalPoint: [0, 0], width: 1, height: 1 } as const;

test('without the network nothing is lifted, and nothing fails', async () => {
  const load = () => Promise.reject(new FitError('not-found', 'lifter.onnx', 'it is missing.', 'Install again.'));
  const lifter = await openLifter({ load }, skeleton, false);
  expect(await lifter.lift(keypoints, camera)).toBeNull();
});

test('a mistake in the program is not taken for a missing network', async () => {
  const load = () => Promise.reject(new TypeError('x is not a function'));
  await expect(openLifter({ load }, skeleton, false)).rejects.toThrow(TypeError);
});
