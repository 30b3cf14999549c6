import { expect, test } from 'vitest';
import { gemanMcClure } from '../../../core/solver/loss.js';
import { anchor } from '../../../core/terms/anchor.js';
import { expectJacobian } from '../../support/numeric-jacobian.js';
import { parametersOnly as at } from '../../support/parameters-only.js';

const pose = [3, 0.2, -0.1, 0.4, -0.3, 0.2];
const sigma = [0.1, 0.2, 0.3, 0.5, 1, Number.POSITIVE_INFINITY];
const term = anchor({ pose, sigma }, 1, 1, gemanMcClure(3));

const residualAt = (...params: number[]): number[] => {
  const residual = new Float64Array(6).fill(Number.NaN);
  expect(term.evaluate(at(Float64Array.of(7, ...params)), residual, null)).toBe(true);
  return [...residual];
};

test('the guess itself costs nothing', () => {
  for (const value of residualAt(...pose)) expect(value).toBeCloseTo(0, 12);
});

test('angles off in units of sigma; nothing where nothing is believed', () => {
  expect(residualAt(3, 0.2, -0.1, 0.9, 0.7, 9).slice(3)).toEqual([1, 1, 0]);
});

test('the same orientation written as another axis-angle costs nothing', () => {
  const angle = Math.hypot(3, 0.2, -0.1);
  const other = [3, 0.2, -0.1].map((value) => (value * (angle - 2 * Math.PI)) / angle);
  for (const value of residualAt(...other, 0.4, -0.3, 0.2)) expect(value).toBeCloseTo(0, 9);
});

test('half a turn about one axis of the guess', () => {
  const turned = anchor({ pose: [0, 0, 0], sigma: [1, 1, 1] }, 0, 1, null);
  const residual = new Float64Array(3);
  turned.evaluate(at(Float64Array.of(0, 2, 0)), residual, null);
  expect([...residual]).toEqual([0, expect.closeTo(2, 12), 0]);
});

test('Jacobian agrees with central differences, near the guess and far from it', () => {
  for (const params of [
    [7, ...pose],
    [7, 2.5, 0.5, 0.3, 0, 0, 0],
    [7, 0.5, 1.4, -0.6, 1, -1, 2],
  ]) {
    expectJacobian(term, at, Float64Array.from(params), 1e-6);
  }
});

test('numbers that are none are undefined', () => {
  expect(term.evaluate(at(new Float64Array(7).fill(Number.NaN)), new Float64Array(6), null)).toBe(false);
});
