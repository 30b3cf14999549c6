import { expect, test } from 'vitest';
import { distance } from '../../../core/terms/distance.js';
import { expectJacobian } from '../../support/numeric-jacobian.js';
import { parametersOnly as at } from '../../support/parameters-only.js';

const camera = { focalLength: 800, principalPoint: [320, 240], width: 640, height: 480 } as const;
const term = distance(2, camera);

function residualAt(z: number): number {
  const residual = Float64Array.of(Number.NaN);
  expect(term.evaluate(at(Float64Array.of(0, 0, z)), residual, null)).toBe(true);
  return residual[0];
}

test('free up to where a metre is a pixel, beyond it ten per cent count as one', () => {
  expect(residualAt(3)).toBe(0);
  expect(residualAt(800)).toBe(0);
  expect(residualAt(-5)).toBe(0); // other terms forbid what lies behind the camera
  expect(residualAt(800 * Math.exp(0.1))).toBeCloseTo(1, 12);
  expect(residualAt(800 * Math.exp(0.3))).toBeCloseTo(3, 12);
});

test('Jacobian agrees with central differences on both sides', () => {
  for (const z of [5, 790, 810, 1e5]) expectJacobian(term, at, Float64Array.of(0.1, 0.2, z), 1e-7);
});

test('no number is undefined', () => {
  expect(term.evaluate(at(Float64Array.of(0, 0, Number.NaN)), new Float64Array(1), null)).toBe(false);
});
