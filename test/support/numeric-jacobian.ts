import { expect } from 'vitest';
import type { PosedBody } from '../../core/body/kinematics.js';
import type { Term } from '../../core/solver/term.js';

/** Central differences of a vector function, rows×N, row-major. */
export function numericJacobian(f: (x: Float64Array) => Float64Array, x: Float64Array, step = 1e-6): Float64Array {
  const N = x.length;
  const rows = f(x).length;
  const out = new Float64Array(rows * N);
  for (let n = 0; n < N; n++) {
    const moved = Float64Array.from(x);
    moved[n] = x[n] + step;
    const plus = f(moved).slice();
    moved[n] = x[n] - step;
    const minus = f(moved);
    for (let row = 0; row < rows; row++) out[row * N + n] = (plus[row] - minus[row]) / (2 * step);
  }
  return out;
}

/** Largest absolute difference of two arrays of one length. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  let largest = 0;
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs(a[i] - b[i]);
    if (!(difference <= largest)) largest = difference; // NaN sticks
  }
  return largest;
}

/**
 * Checks that a term's Jacobian is that of its residuals, and that it writes every entry: the outputs come filled
 * with NaN.
 */
export function expectJacobian(
  term: Term,
  poseAt: (params: Float64Array) => PosedBody,
  params: Float64Array,
  tolerance: number,
): void {
  const residual = new Float64Array(term.rows).fill(Number.NaN);
  const jacobian = new Float64Array(term.rows * params.length).fill(Number.NaN);
  expect(term.evaluate(poseAt(params), residual, jacobian)).toBe(true);
  const residualAt = (x: Float64Array): Float64Array => {
    const out = new Float64Array(term.rows).fill(Number.NaN);
    term.evaluate(poseAt(x), out, null);
    return out;
  };
  expect(largestDifference(residual, residualAt(params))).toBe(0);
  expect(largestDifference(jacobian, numericJacobian(residualAt, params))).toBeLessThan(tolerance);
}
