import { expect, test } from 'vitest';
import { gemanMcClure } from '../../../core/solver/loss.js';
import { robustify } from '../../../core/solver/robustify.js';
import type { Term } from '../../../core/solver/term.js';

const term = (loss: Term['loss'], group?: number): Term => ({
  name: 'test',
  rows: 2,
  loss,
  ...(group === undefined ? {} : { group }),
  weights: new Float64Array(2 / (group ?? 1)).fill(2),
  evaluate: () => true,
});

test('without a loss: cost ½w²r², residual and Jacobian scaled by w', () => {
  const residual = Float64Array.of(3, -1);
  const jacobian = Float64Array.of(1, 2, 3, 4);
  expect(robustify(term(null), residual, jacobian)).toBe(0.5 * 4 * (9 + 1));
  expect([...residual]).toEqual([6, -2]);
  expect([...jacobian]).toEqual([2, 4, 6, 8]);
});

test('each group has its weight', () => {
  const residual = Float64Array.of(1, 1, 2, 2);
  const twoGroups = { ...term(null, 2), rows: 4, weights: Float64Array.of(2, 0.5) };
  expect(robustify(twoGroups, residual, null)).toBe(0.5 * 4 * 2 + 0.5 * 0.25 * 8);
  expect([...residual]).toEqual([2, 2, 1, 1]);
});

test('with a loss, Jᵀr is the gradient of the cost (differences), each group with a weight of its own', () => {
  const slopes = [3, -1, 2, 0.5];
  for (const weights of [
    [2, 0.5, 1, 3],
    [2, 0.5],
  ]) {
    const robust = { ...term(gemanMcClure(2), 4 / weights.length), rows: 4, weights: Float64Array.from(weights) };
    const residualAt = (x: number): Float64Array => Float64Array.from(slopes, (slope, row) => slope * x + row);
    const costAt = (x: number): number => robustify(robust, residualAt(x), null);
    const residual = residualAt(0.7);
    const jacobian = Float64Array.from(slopes);
    robustify(robust, residual, jacobian);
    const gradient = jacobian.reduce((sum, slope, row) => sum + slope * residual[row], 0);
    expect(gradient).toBeCloseTo((costAt(0.7 + 1e-6) - costAt(0.7 - 1e-6)) / 2e-6, 6);
  }
});

test('a group shares its loss: the cost does not change when its coordinates are turned', () => {
  const cost = (x: number, y: number): number => robustify(term(gemanMcClure(2), 2), Float64Array.of(x, y), null);
  expect(cost(3, 4)).toBeCloseTo(cost(5, 0), 12);
});

test('a term that does not have a weight for every group costs no number', () => {
  const short = { ...term(null), weights: Float64Array.of(2) };
  expect(robustify(short, Float64Array.of(1, 1), null)).toBeNaN();
});
