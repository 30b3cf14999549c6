import { expect, test } from 'vitest';
import { shapeBody } from '../../../core/body/shape.js';
import { poseCorrectives, poseFeatures, poseJoints, poseVertices } from '../../../core/body/skinning.js';
import { goldenBody, goldenCases } from '../../support/golden-body.js';
import { largestDifference } from '../../support/numeric-jacobian.js';

const body = goldenBody();
/** Ours are float32 arrays of numbers near 1 m, theirs float64. */
const FLOAT32 = 2e-6;

test.each(goldenCases.map((entry, i) => [i, entry] as const))(
  'joints and vertices of golden case %d agree with the float64 reference',
  (_, { betas, pose, translation, vertices, joints }) => {
    const shaped = shapeBody(body, betas);
    const { positions } = poseJoints(body.parents, shaped.joints, pose, translation);
    expect(largestDifference(positions, joints.flat())).toBeLessThan(FLOAT32);
    expect(largestDifference(poseVertices(body, shaped, pose, translation), vertices.flat())).toBeLessThan(FLOAT32);
  },
);

test('the rest pose has no pose features and no correctives', () => {
  const rest = new Float64Array(72);
  expect(poseFeatures(24, rest).every((value) => value === 0)).toBe(true);
  expect(poseCorrectives(body, rest)?.every((value) => value === 0)).toBe(true);
});

test('a body without correctives has none', () => {
  expect(poseCorrectives({ ...body, poseDirs: null }, new Float64Array(72))).toBeNull();
});

test('the global orientation turns the body about joint 0', () => {
  const { joints } = shapeBody(body, []);
  const pose = new Float64Array(72);
  pose[1] = 1.1;
  const { positions } = poseJoints(body.parents, joints, pose, [0, 0, 0]);
  expect(largestDifference(positions.subarray(0, 3), joints.subarray(0, 3))).toBe(0);
});
