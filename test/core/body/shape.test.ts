import { expect, test } from 'vitest';
import { regressJoints, shapeBody } from '../../../core/body/shape.js';
import { FitError } from '../../../core/error.js';
import { goldenBody } from '../../support/golden-body.js';
import { largestDifference } from '../../support/numeric-jacobian.js';

const body = goldenBody();

test('betas = 0 give the template; one beta moves along its component', () => {
  expect(largestDifference(shapeBody(body, []).vertices, body.template)).toBe(0);
  const { vertices } = shapeBody(body, [0, 2]);
  const expected = body.template.map((value, i) => value + 2 * body.shapeDirs[3 * i + 1]);
  expect(largestDifference(vertices, expected)).toBeLessThan(1e-7); // float32
});

test('joints are the regressor times the vertices', () => {
  const ones = new Float32Array(3 * body.vertexCount).fill(1);
  expect(largestDifference(regressJoints(body, ones), new Float64Array(72).fill(1))).toBeLessThan(1e-8);
});

test('more betas than the body has are refused', () => {
  expect(() => shapeBody(body, [1, 2, 3, 4])).toThrow(FitError);
});
