import { expect, test } from 'vitest';
import { gemanMcClure } from '../../../core/solver/loss.js';
import { robustify } from '../../../core/solver/robustify.js';
import type { Term } from '../../../core/terms/term.js';

const term = (loss: Term['loss'], group?: number): Term => ({
  name: 'test',
  rows: 2,
  loss,
  ...(group === undefined ? {} : { group }),
  weights: Float64Array.of(2, 2),
  evaluate: () => true,
});

test('without a loss: cost ½w²r², residual and Jacobian scaled by w', () => {
  const residual = Float64Array.of(3, -1);
  const jacobian = Float64Array.of(1, 2, 3, 4);
  expect(robustify(term(null), residual, jacobian)).toBe(0.5 * 4 * (9 + 1));
  expect([...residual]).toEqual([6, -2]);
  expect([...jacobian]).toEqual([2, 4, 6, 8]);
});

test('with a loss, Jᵀr is the gradient of the cost (differences), grouped or not', () => {
  for (const group of [1, 2]) {
    const robust = term(gemanMcClure(2), group);
    const costAt = (x: number): number => robustify(robust, Float64Array.of(3 * x, 1 - x), null);
    const residual = Float64Array.of(3 * 0.7, 1 - 0.7);
    const jacobian = Float64Array.of(3, -1);
    robustify(robust, residual, jacobian);
    const gradient = jacobian[0] * residual[0] + jacobian[1] * residual[1];
    expect(gradient).toBeCloseTo((costAt(0.7 + 1e-6) - costAt(0.7 - 1e-6)) / 2e-6, 6);
  }
});

test('a group shares its loss: the cost does not change when its coordinates are turned', () => {
  const cost = (x: number, y: number): number => robustify(term(gemanMcClure(2), 2), Float64Array.of(x, y), null);
  expect(cost(3, 4)).toBeCloseTo(cost(5, 0), 12);
});
