import { expect, test } from 'vitest';
import type { Term } from '../../../core/solver/term.js';
import { totalCost } from '../../../core/solver/total-cost.js';
import { parametersOnly } from '../../support/parameters-only.js';

const body = parametersOnly(Float64Array.of(3));
const term = (weight: number): Term => ({
  name: 'x',
  rows: 1,
  loss: null,
  weights: Float64Array.of(weight),
  evaluate({ params }, residual, jacobian) {
    expect(jacobian).toBeNull();
    residual[0] = params[0];
    return true;
  },
});

test('½ Σ w² r² over the terms', () => {
  expect(totalCost([term(1), term(2)])(body)).toBe(0.5 * 9 + 0.5 * 4 * 9);
});

test('an undefined term makes it infinite', () => {
  expect(totalCost([term(1), { ...term(1), evaluate: () => false }])(body)).toBe(Number.POSITIVE_INFINITY);
});
