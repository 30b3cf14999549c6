import { expect, test } from 'vitest';
import { gemanMcClure } from '../../../core/solver/loss.js';

const SIGMA = 3;
const loss = gemanMcClure(SIGMA);
const rho = (s: number): number[] => {
  const out = new Float64Array(2);
  loss.evaluate(s, out);
  return [...out];
};

test('at 0 it is least squares, far away it is σ²', () => {
  expect(rho(0)).toEqual([0, 1]);
  expect(rho(1e12)[0]).toBeCloseTo(SIGMA * SIGMA, 6);
});

test.each([0.1, 1, 9, 100])('ρ′(%d) agrees with central differences', (s) => {
  const h = 1e-5 * s;
  expect(rho(s)[1]).toBeCloseTo((rho(s + h)[0] - rho(s - h)[0]) / (2 * h), 7);
});
