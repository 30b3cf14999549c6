import { expect, test } from 'vitest';
import { posedJoints, posedVertices } from '../../../core/body/posed-body.js';
import { rigBody } from '../../../core/body/rigged-body.js';
import { shapeBody } from '../../../core/body/shape.js';
import { poseJoints, poseVertices } from '../../../core/body/skinning.js';
import { flipPoints } from '../../../core/frames.js';
import { goldenBody, goldenCases } from '../../support/golden-body.js';
import { largestDifference } from '../../support/numeric-jacobian.js';

const body = goldenBody();
const [, parameters] = goldenCases;
const rigged = rigBody(body, parameters);

test('the posed mesh is the body in the camera, turned to glTF axes', () => {
  const shaped = shapeBody(body, parameters.betas);
  const expected = poseVertices(body, shaped, parameters.pose, parameters.translation);
  flipPoints(expected);
  expect(largestDifference(posedVertices(rigged), expected)).toBeLessThan(1e-5); // float32, two metres away
  const joints = poseJoints(body.parents, shaped.joints, parameters.pose, parameters.translation).positions;
  flipPoints(joints);
  expect(largestDifference(posedJoints(rigged), joints)).toBeLessThan(1e-5);
});
