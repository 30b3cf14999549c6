import { expect, test } from 'vitest';
import type { PosedBody } from '../../../core/body/kinematics.js';
import { posePrior } from '../../../core/terms/pose-prior.js';
import { smallPrior } from '../../support/mixture.js';
import { expectJacobian } from '../../support/numeric-jacobian.js';

const D = 5;
const { mixture } = smallPrior(D);
const term = posePrior(mixture, 2, 1);
const at = (params: Float64Array): PosedBody => ({
  params,
  joints: new Float64Array(0),
  jointsJacobian: new Float64Array(0),
  rotations: new Float64Array(0),
});

/** ½(θ − μ)ᵀ UᵀU (θ − μ) + penalty, written out densely. */
function energy(m: number, theta: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < D; i++) {
    let row = 0;
    for (let k = 0; k < D; k++)
      row += mixture.precisionCholesky[(m * D + i) * D + k] * (theta[k] - mixture.means[m * D + k]);
    sum += 0.5 * row * row;
  }
  return sum + mixture.penalties[m];
}

const THETAS = [
  [0, 0, 0, 0, 0],
  [0.5, 0.5, 0.5, 0.5, 0.5],
  [0.2, -0.4, 0.1, 0.3, 0.25],
  [1, 2, -1, 0.4, 0.6],
];

test.each(THETAS.map((theta) => [theta]))('½‖r‖² at %j is the lower of the two components', (theta) => {
  const residual = new Float64Array(D + 1);
  expect(term.evaluate(at(Float64Array.from([9, 9, ...theta])), residual, null)).toBe(true);
  const half = 0.5 * residual.reduce((sum, r) => sum + r * r, 0);
  expect(half).toBeCloseTo(Math.min(energy(0, theta), energy(1, theta)), 12);
});

test.each(THETAS.map((theta) => [theta]))('Jacobian at %j agrees with central differences', (theta) => {
  expectJacobian(term, at, Float64Array.from([9, 9, ...theta]), 1e-8);
});

test('a pose that is not a number is undefined', () => {
  const params = Float64Array.from([0, 0, Number.NaN, 0, 0, 0, 0]);
  expect(term.evaluate(at(params), new Float64Array(D + 1), null)).toBe(false);
});
