import { describe, expect, test } from 'vitest';
import { checkMeasurements, measurementTerm } from '../../../core/terms/measurement.js';
import { expectJacobian } from '../../support/numeric-jacobian.js';
import { parametersOnly as at } from '../../support/parameters-only.js';

const linear = {
  height: { value: 1.7, directions: Float64Array.of(0.08, -0.01) },
  logWeight: { value: Math.log(70), directions: Float64Array.of(0.1, 0.15) },
};

test('residuals count centimetres and two kilograms', () => {
  const residual = new Float64Array(2);
  measurementTerm({ height: 1.75, weight: 74 }, linear, 1).evaluate(at(Float64Array.of(9, 0, 0)), residual, null);
  expect(residual[0]).toBeCloseTo(-5, 10);
  expect(residual[1]).toBeCloseTo((74 * Math.log(70 / 74)) / 2, 10);
});

test('only what is known has a row', () => {
  expect(measurementTerm({ weight: 74 }, linear, 1).rows).toBe(1);
  expect(measurementTerm({}, linear, 1).rows).toBe(0);
});

test('Jacobian agrees with central differences', () => {
  expectJacobian(measurementTerm({ height: 1.75, weight: 74 }, linear, 1), at, Float64Array.of(3, 0.4, -1), 1e-6);
});

test('betas that are not numbers are undefined', () => {
  const term = measurementTerm({ height: 1.75 }, linear, 1);
  expect(term.evaluate(at(Float64Array.of(0, Number.NaN, 0)), new Float64Array(1), null)).toBe(false);
});

describe('numbers that no person has are refused', () => {
  test.each([{ height: 180 }, { height: 0 }, { weight: 1000 }, { weight: Number.NaN }])('%o', (known) => {
    expect(() => checkMeasurements(known)).toThrow('of a person');
  });
  test('and the others are not', () => expect(() => checkMeasurements({ height: 1.8, weight: 80 })).not.toThrow());
});
