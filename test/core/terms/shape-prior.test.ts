import { expect, test } from 'vitest';
import { shapePrior } from '../../../core/terms/shape-prior.js';
import { expectJacobian } from '../../support/numeric-jacobian.js';
import { parametersOnly as at } from '../../support/parameters-only.js';

const term = shapePrior(4, 3, 1);

test('the residual is the betas themselves', () => {
  const residual = new Float64Array(3);
  term.evaluate(at(Float64Array.of(9, 9, 9, 9, 1, -2, 0.5)), residual, null);
  expect([...residual]).toEqual([1, -2, 0.5]);
});

test('Jacobian agrees with central differences', () => {
  expectJacobian(term, at, Float64Array.of(0, 0, 0, 0, 1, -2, 0.5), 1e-9);
});

test('betas that are not numbers are undefined', () => {
  const params = new Float64Array(7).fill(Number.NaN);
  expect(term.evaluate(at(params), new Float64Array(3), null)).toBe(false);
});
