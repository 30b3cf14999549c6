import { expect, test } from 'vitest';
import { toPoseMixture } from '../../../../models/build/prior/gaussians.js';
import { widen } from '../../../../models/build/prior/widen.js';
import { largestDifference } from '../../../support/numeric-jacobian.js';

const weights = Float64Array.of(0.25, 0.75);
const means = Float64Array.of(0, 1, 2, 3);
const mixture = (extra: number) =>
  toPoseMixture({
    weights,
    means,
    covariances: Float64Array.of(2 + extra, 0.5, 0.5, 1 + extra, 3 + extra, 0, 0, 4 + extra),
  });

test('the widened mixture is the one of the widened covariances', () => {
  const widened = widen(mixture(0), 0.3);
  const expected = mixture(0.3);
  expect(largestDifference(widened.precisionCholesky, expected.precisionCholesky)).toBeLessThan(1e-12);
  expect(largestDifference(widened.penalties, expected.penalties)).toBeLessThan(1e-12);
  expect(widened.means).toEqual(means);
});

test('no variance, no change', () => {
  expect(largestDifference(widen(mixture(0), 0).precisionCholesky, mixture(0).precisionCholesky)).toBeLessThan(1e-12);
});
