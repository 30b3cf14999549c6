import { expect, test } from 'vitest';
import { choleskySolve } from '../../../core/solver/cholesky.js';

test('solves a 3×3 system with a known answer', () => {
  const A = Float64Array.of(4, 2, 0, 2, 5, 1, 0, 1, 3);
  const x = new Float64Array(3);
  // A·(1, −2, 3) = (0, −5, 7)
  expect(choleskySolve(A, 3, Float64Array.of(0, -5, 7), x)).toBe(true);
  [1, -2, 3].forEach((value, i) => {
    expect(x[i]).toBeCloseTo(value, 14);
  });
});

test.each([1, 2, 7, 40])('a random system of %d unknowns: residual at rounding level', (n) => {
  let state = 7; // seed
  const next = (): number => {
    state = (state * 16807) % 2147483647;
    return state / 2147483647 - 0.5;
  };
  const B = Float64Array.from({ length: n * n }, next);
  const A = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      for (let k = 0; k < n; k++) A[i * n + j] += B[i * n + k] * B[j * n + k];
    }
    A[i * n + i] += 0.1;
  }
  const b = Float64Array.from({ length: n }, next);
  const x = new Float64Array(n);
  expect(choleskySolve(Float64Array.from(A), n, b, x)).toBe(true);
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let k = 0; k < n; k++) sum += A[i * n + k] * x[k];
    expect(sum).toBeCloseTo(b[i], 10);
  }
});

test('an indefinite matrix and NaN are refused', () => {
  const x = new Float64Array(2);
  expect(choleskySolve(Float64Array.of(1, 2, 2, 1), 2, Float64Array.of(1, 1), x)).toBe(false);
  expect(choleskySolve(Float64Array.of(Number.NaN, 0, 0, 1), 2, Float64Array.of(1, 1), x)).toBe(false);
});
