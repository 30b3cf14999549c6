import { expect, test } from 'vitest';
import { hingeExponential } from '../../../core/terms/hinge-exponential.js';
import { expectJacobian } from '../../support/numeric-jacobian.js';
import { parametersOnly as at } from '../../support/parameters-only.js';

const FIRST_POSE = 3;
const term = hingeExponential(FIRST_POSE, 1);

test('the wrong way costs e^angle, the right way e^-angle', () => {
  const params = new Float64Array(75);
  for (const coordinate of [55, 58, 12, 15]) params[FIRST_POSE + coordinate] = 0.5;
  const residual = new Float64Array(4);
  term.evaluate(at(params), residual, null);
  // Left elbows bend towards −y, right ones towards +y, knees towards +x.
  expect([...residual]).toEqual([Math.exp(0.5), Math.exp(-0.5), Math.exp(-0.5), Math.exp(-0.5)]);
});

test('Jacobian agrees with central differences', () => {
  const params = Float64Array.from({ length: 75 }, (_, i) => Math.sin(i));
  expectJacobian(term, at, params, 1e-8);
});

test('an angle that is no number, or absurd, is undefined', () => {
  for (const angle of [Number.NaN, 1e4]) {
    const params = new Float64Array(75);
    params[FIRST_POSE + 55] = angle;
    expect(term.evaluate(at(params), new Float64Array(4), null)).toBe(false);
  }
});
