import { expect, test } from 'vitest';
import { bandedMatrix, bandedStart, factoriseBanded, solveBanded } from '../../../core/solver/banded-cholesky.js';
import { choleskySolve } from '../../../core/solver/cholesky.js';
import { seededRandom } from '../../../models/build/random.js';
import { largestDifference } from '../../support/numeric-jacobian.js';

/** A positive definite matrix of T blocks, banded and in full. */
function randomMatrix(T: number, n: number, seed: number) {
  const random = seededRandom(seed);
  const M = T * n;
  const banded = bandedMatrix(T, n);
  const full = new Float64Array(M * M);
  for (let i = 0; i < M; i++) {
    const t = Math.floor(i / n);
    for (let j = Math.max(0, (t - 2) * n); j <= i; j++) {
      const value = i === j ? 4 * n : random.normal() / 2;
      banded.values[bandedStart(banded, i, t - Math.floor(j / n)) + (j % n)] = value;
      full[i * M + j] = full[j * M + i] = value;
    }
  }
  const b = Float64Array.from({ length: M }, () => random.normal());
  return { banded, full, b };
}

test.each([1, 2, 3, 6])('%i blocks are solved as the full matrix is', (T) => {
  const { banded, full, b } = randomMatrix(T, 4, T);
  const expected = new Float64Array(b.length);
  expect(choleskySolve(full, b.length, b, expected)).toBe(true);
  const x = b.slice();
  expect(factoriseBanded(banded)).toBe(true);
  solveBanded(banded, x);
  // Both are exact but for rounding; the matrices are well conditioned.
  expect(largestDifference(x, expected)).toBeLessThan(1e-12);
});

test('a matrix that is not positive definite, or holds NaN, is refused', () => {
  const { banded } = randomMatrix(3, 2, 1);
  const diagonal = 5 * 6 + 5; // of the last row: the last of its 3 x 2 columns
  banded.values[diagonal] = -1;
  expect(factoriseBanded(banded)).toBe(false);
  const other = randomMatrix(3, 2, 1).banded;
  other.values[diagonal] = Number.NaN;
  expect(factoriseBanded(other)).toBe(false);
});
