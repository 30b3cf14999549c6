import { expect, test } from 'vitest';
import { hingeOneSided } from '../../../core/terms/hinge-one-sided.js';
import { expectJacobian } from '../../support/numeric-jacobian.js';
import { parametersOnly as at } from '../../support/parameters-only.js';

const FIRST = 3;
const term = hingeOneSided(FIRST, 5);

/** SMPL's coordinates of the hinges and the sign in which a person bends them. */
const NATURAL = [
  ['left elbow', 55, -1],
  ['right elbow', 58, 1],
  ['left knee', 12, 1],
  ['right knee', 15, 1],
] as const;

test.each(NATURAL)('%s: natural bending is free, the other way costs its angle', (_, coordinate, sign) => {
  const residual = new Float64Array(4);
  const params = new Float64Array(75);
  params[FIRST + coordinate] = 0.8 * sign;
  term.evaluate(at(params), residual, null);
  expect([...residual]).toEqual([0, 0, 0, 0]);
  params[FIRST + coordinate] = -0.8 * sign;
  term.evaluate(at(params), residual, null);
  expect(residual.reduce((sum, r) => sum + r, 0)).toBeCloseTo(0.8, 12);
});

test('Jacobian agrees with central differences on both sides', () => {
  for (const bend of [0.4, -0.4]) {
    const params = new Float64Array(75).fill(bend);
    expectJacobian(term, at, params, 1e-9);
  }
});
