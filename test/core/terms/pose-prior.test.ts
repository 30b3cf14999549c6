import { expect, test } from 'vitest';
import { posePrior } from '../../../core/terms/pose-prior.js';
import { smallPrior } from '../../support/mixture.js';
import { expectJacobian, largestDifference } from '../../support/numeric-jacobian.js';
import { parametersOnly as at } from '../../support/parameters-only.js';

const D = 5;
const { mixture } = smallPrior(D);
const term = posePrior(mixture, 2, 1);

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

test.each(THETAS.map((theta) => [theta]))('what it adds at %j is JᵀJ and Jᵀr', (theta) => {
  for (const weight of [0, 1, 2.5]) {
    const prior = posePrior(mixture, 2, weight);
    const N = D + 2;
    const residual = new Float64Array(D + 1);
    const jacobian = new Float64Array((D + 1) * N);
    prior.evaluate(at(Float64Array.from([9, 9, ...theta])), residual, jacobian);
    const expected = { hessian: new Float64Array(D * D), gradient: new Float64Array(D) };
    for (let row = 0; row < D + 1; row++) {
      for (let i = 0; i < D; i++) {
        const value = weight ** 2 * jacobian[row * N + 2 + i];
        expected.gradient[i] += value * residual[row];
        for (let k = 0; k <= i; k++) expected.hessian[i * D + k] += value * jacobian[row * N + 2 + k];
      }
    }
    const added = { first: -1, hessian: new Float64Array(0), gradient: new Float64Array(0) };
    prior.accumulate?.((first, scale, hessian, gradient) => {
      added.first = first;
      added.hessian = hessian.map((value) => scale * value);
      added.gradient = gradient.map((value) => scale * value);
    });
    expect(added.first).toBe(2);
    // Sums of a few numbers up to a hundred: rounding alone.
    expect(largestDifference(added.gradient, expected.gradient)).toBeLessThan(1e-12);
    expect(largestDifference(added.hessian, expected.hessian)).toBeLessThan(1e-12);
  }
});

test('the nearest component is found wherever the term was asked before', () => {
  const fresh = (theta: readonly number[]): number[] => {
    const residual = new Float64Array(D + 1);
    posePrior(mixture, 2, 1).evaluate(at(Float64Array.from([9, 9, ...theta])), residual, null);
    return [...residual];
  };
  const residual = new Float64Array(D + 1);
  for (const theta of [...THETAS, ...[...THETAS].reverse()]) {
    term.evaluate(at(Float64Array.from([9, 9, ...theta])), residual, null);
    expect([...residual]).toEqual(fresh(theta));
  }
});

test('a pose that is not a number is undefined', () => {
  const params = Float64Array.from([0, 0, Number.NaN, 0, 0, 0, 0]);
  expect(term.evaluate(at(params), new Float64Array(D + 1), null)).toBe(false);
});
