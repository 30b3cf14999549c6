import { expect, test } from 'vitest';
import { regressJoints, shapeBody } from '../../../core/body/shape.js';
import { parameterLayout, skeletonOf } from '../../../core/body/skeleton.js';
import { goldenBody } from '../../support/golden-body.js';
import { largestDifference } from '../../support/numeric-jacobian.js';

const body = goldenBody({ nose: 4 });
const skeleton = skeletonOf(body);

test('joints are linear in betas: the reduced skeleton gives those of the shaped mesh', () => {
  const betas = [0.7, -1.3, 2];
  const joints = skeleton.joints.map((value, i) =>
    betas.reduce((sum, beta, b) => sum + beta * skeleton.jointShapeDirs[3 * i + b], value),
  );
  expect(largestDifference(joints, shapeBody(body, betas).joints)).toBeLessThan(1e-6); // float32 mesh
  expect(largestDifference(skeleton.joints, regressJoints(body, body.template))).toBe(0);
});

test('a surface point keeps its vertex and its influences, which sum to one', () => {
  const [nose] = skeleton.points;
  expect(nose.name).toBe('nose');
  expect([...nose.rest]).toEqual([...body.template.subarray(12, 15)]);
  expect(nose.influences.length).toBe(4);
  expect(nose.influences.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 6);
});

test('parameters: translation, pose, betas', () => {
  expect(parameterLayout(skeleton)).toEqual({ translation: 0, pose: 3, betas: 75, count: 78 });
});
