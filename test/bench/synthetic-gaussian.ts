import { CholeskyDecomposition, inverse, Matrix } from 'ml-matrix';
import type { PosePrior } from '../../core/types.js';

/** The prior with one Gaussian of the same mean and covariance in place of the mixture: what the components are worth. */
export function withoutMixture(prior: PosePrior): PosePrior {
  const { componentCount: M, dimension: D, weights, means, precisionCholesky } = prior.mixture;
  const mean = new Float64Array(D);
  for (let m = 0; m < M; m++) for (let i = 0; i < D; i++) mean[i] += weights[m] * means[m * D + i];
  let covariance = Matrix.zeros(D, D);
  for (let m = 0; m < M; m++) {
    const U = Matrix.from1DArray(D, D, precisionCholesky.slice(m * D * D, (m + 1) * D * D));
    const offset = Matrix.columnVector(Array.from(mean, (value, i) => means[m * D + i] - value));
    const own = inverse(U.transpose().mmul(U));
    covariance = covariance.add(own.add(offset.mmul(offset.transpose())).mul(weights[m]));
  }
  const precision = inverse(covariance);
  const symmetric = Matrix.add(precision, precision.transpose()).mul(0.5); // but for rounding it was
  const factor = new CholeskyDecomposition(symmetric).lowerTriangularMatrix;
  return {
    ...prior,
    mixture: {
      componentCount: 1,
      dimension: D,
      weights: Float64Array.of(1),
      means: mean,
      precisionCholesky: Float64Array.from(factor.transpose().to1DArray()),
      penalties: Float64Array.of(0),
    },
  };
}
