import { expect, test } from 'vitest';
import { gramMatrix } from '../../../../models/build/body/dense.js';
import { nonNegativeLeastSquares } from '../../../../models/build/body/nnls.js';
import { seededRandom } from '../../../../models/build/random.js';

test('an optimum inside the positive quadrant is the plain solution', () => {
  const x = nonNegativeLeastSquares(Float64Array.of(2, 1, 1, 3), Float64Array.of(4, 7));
  expect(x[0]).toBeCloseTo(1, 12);
  expect(x[1]).toBeCloseTo(2, 12);
});

test('a negative entry is held at zero and the rest is solved again', () => {
  // Without the bound x = (2.2, −0.4); with x[1] = 0 the first row alone gives 2.
  const x = nonNegativeLeastSquares(Float64Array.of(2, 1, 1, 3), Float64Array.of(4, 1));
  expect(x[0]).toBeCloseTo(2, 12);
  expect(x[1]).toBe(0);
});

test('nothing to gain: zero', () => {
  expect([...nonNegativeLeastSquares(Float64Array.of(1, 0, 0, 1), Float64Array.of(-1, -2))]).toEqual([0, 0]);
});

// Few equations for many unknowns: entries that were freed early must go back to zero (each of these seeds does that).
test.each([
  [12, 3, 1],
  [12, 3, 2],
  [12, 3, 3],
  [30, 40, 4],
])('%i unknowns, %i equations, seed %i: the conditions of Karush, Kuhn and Tucker hold', (n, rows, seed) => {
  const random = seededRandom(seed);
  const A = Float64Array.from({ length: n * rows }, () => random.uniform());
  const G = gramMatrix(A, n, rows);
  for (let i = 0; i < n; i++) G[i * (n + 1)] += 1e-3; // ridge: G must be definite
  const target = Float64Array.from({ length: rows }, () => random.uniform());
  const b = Float64Array.from({ length: n }, (_, i) =>
    target.reduce((sum, value, k) => sum + value * A[rows * i + k], 0),
  );
  const x = nonNegativeLeastSquares(G, b);
  let held = 0;
  for (let i = 0; i < n; i++) {
    let descent = b[i];
    for (let j = 0; j < n; j++) descent -= G[i * n + j] * x[j];
    expect(x[i]).toBeGreaterThanOrEqual(0);
    // 1e-8: rounding of a solve whose condition number stays below 1e5
    if (x[i] > 0) expect(Math.abs(descent)).toBeLessThan(1e-8);
    else {
      expect(descent).toBeLessThan(1e-8);
      held++;
    }
  }
  expect(held).toBeGreaterThan(0);
});
