import { expect, test } from 'vitest';
import { rigBody } from '../../../core/body/rigged-body.js';
import { goldenBody, goldenCases } from '../../support/golden-body.js';

const body = goldenBody();
const [, parameters] = goldenCases;
const rigged = rigBody(body, parameters);

test('the rest mesh stands on y = 0 with the pelvis over the origin', () => {
  const heights = rigged.restVertices.filter((_, i) => i % 3 === 1);
  expect(Math.min(...heights)).toBeCloseTo(0, 6);
  expect(rigged.restJoints[0]).toBeCloseTo(0, 6);
  expect(rigged.restJoints[2]).toBeCloseTo(0, 6);
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
