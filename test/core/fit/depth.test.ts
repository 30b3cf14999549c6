import { expect, test } from 'vitest';
import { SMPL_JOINTS } from '../../../core/body/joint-sets.js';
import { createKinematics } from '../../../core/body/kinematics.js';
import { skeletonOf } from '../../../core/body/skeleton.js';
import { DEPTH_NOISE, depthTerm } from '../../../core/fit/depth.js';
import { goldenBody } from '../../support/golden-body.js';

const skeleton = skeletonOf(goldenBody({ nose: 3 }));

test('limbs count, a face does not; the true depths cost nothing', () => {
  const params = new Float64Array(78);
  const body = createKinematics(skeleton).pose(params, false);
  const depth = (name: string): number => body.joints[3 * (SMPL_JOINTS as readonly string[]).indexOf(name) + 2];
  const middle = (depth('left_hip') + depth('right_hip')) / 2;
  const landmarks = new Map(
    ['left_wrist', 'right_knee'].map((name) => [name, [0, 0, depth(name) - middle]] as const),
  ).set('nose', [0, 0, 99]);
  const term = depthTerm(landmarks as never, new Map([['left_wrist', 0.7]]), skeleton, DEPTH_NOISE);
  expect(term.rows).toBe(2);
  expect([...term.weights]).toEqual([0.7, 0]); // the knee's keypoint was not seen
  const residual = new Float64Array(2);
  term.evaluate(body, residual, null);
  expect(Math.hypot(...residual)).toBeLessThan(1e-12);
});
