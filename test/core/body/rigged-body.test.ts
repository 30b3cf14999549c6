import { expect, test } from 'vitest';
import { posedJoints, posedVertices, rigBody, standOnFloor } from '../../../core/body/rigged-body.js';
import { shapeBody } from '../../../core/body/shape.js';
import { poseJoints, poseVertices } from '../../../core/body/skinning.js';
import { flipPoints } from '../../../core/frames.js';
import { goldenBody, goldenCases } from '../../support/golden-body.js';
import { largestDifference } from '../../support/numeric-jacobian.js';

const body = goldenBody();
const [, parameters] = goldenCases;
const rigged = rigBody(body, parameters);

test('the rest mesh stands on y = 0 with the pelvis over the origin', () => {
  const heights = rigged.restVertices.filter((_, i) => i % 3 === 1);
  expect(Math.min(...heights)).toBeCloseTo(0, 6);
  expect(rigged.restJoints[0]).toBeCloseTo(0, 6);
  expect(rigged.restJoints[2]).toBeCloseTo(0, 6);
});

test('the posed mesh is the body in the camera, turned to glTF axes', () => {
  const shaped = shapeBody(body, parameters.betas);
  const expected = poseVertices(body, shaped, parameters.pose, parameters.translation);
  flipPoints(expected);
  expect(largestDifference(posedVertices(rigged), expected)).toBeLessThan(1e-5); // float32, two metres away
  const joints = poseJoints(body.parents, shaped.joints, parameters.pose, parameters.translation).positions;
  flipPoints(joints);
  expect(largestDifference(posedJoints(rigged), joints)).toBeLessThan(1e-5);
});

test('influences: strongest first, summing to one, joint 0 where there is none', () => {
  const [heavy] = [rigBody({ ...body, weights: oneInfluence() }, parameters)];
  expect([...heavy.skinJoints.subarray(0, 4)]).toEqual([5, 0, 0, 0]);
  expect([...heavy.skinWeights.subarray(0, 4)]).toEqual([1, 0, 0, 0]);
  for (let v = 0; v < body.vertexCount; v++) {
    const row = rigged.skinWeights.subarray(4 * v, 4 * v + 4);
    expect(row.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 6);
    expect([...row]).toEqual([...row].sort((a, b) => b - a));
  }
});

test('several people share one floor and keep their places', () => {
  const other = rigBody(body, { ...parameters, translation: [1, 0.5, 3] });
  const [a, b] = standOnFloor([rigged, other]);
  const lowest = Math.min(...[a, b].flatMap((one) => [...posedVertices(one)].filter((_, i) => i % 3 === 1)));
  expect(lowest).toBeCloseTo(0, 5);
  expect((a.rootPosition[0] + b.rootPosition[0]) / 2).toBeCloseTo(0, 6);
  for (let axis = 0; axis < 3; axis++) {
    const before = rigged.rootPosition[axis] - other.rootPosition[axis];
    expect(a.rootPosition[axis] - b.rootPosition[axis]).toBeCloseTo(before, 5);
  }
});

test('a pose or place of the wrong length, or with numbers that are none, is refused', () => {
  const attempt = (change: object) => () => rigBody(body, { ...parameters, ...change });
  expect(attempt({ pose: new Float64Array(69) })).toThrow('rigBody: pose has 69 numbers, expected 72.');
  expect(attempt({ translation: [0, 0] })).toThrow('rigBody: translation has 2 numbers, expected 3.');
  expect(attempt({ betas: [Number.NaN] })).toThrow('rigBody: betas[0] is NaN.');
  expect(attempt({ pose: new Float64Array(72).fill(Infinity, 71) })).toThrow('rigBody: pose[71] is Infinity.');
  expect(attempt({ translation: [0, 0, Number.NaN] })).toThrow(/^rigBody: translation\[2\] is NaN\./);
});

function oneInfluence(): Float32Array {
  const weights = new Float32Array(24 * body.vertexCount);
  for (let v = 0; v < body.vertexCount; v++) weights[24 * v + 5] = 1;
  return weights;
}
