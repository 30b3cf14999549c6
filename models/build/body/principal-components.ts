import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { gramMatrix } from './dense.js';

/** The principal components of N centred rows of D numbers, K of them, largest first. */
export interface PrincipalComponents {
  /** K×D: each component times its standard deviation, so that a score of 1 is one standard deviation. */
  readonly directions: Float64Array;
  /** N×K, unit variance. */
  readonly scores: Float64Array;
  /** min(N, D) or fewer: variance along every component, largest first; its sum is the total variance. */
  readonly variances: Float64Array;
}

/**
 * Principal components through the N×N Gram matrix, the cheap way round when N « D:
 *
 *   X Xᵀ = U Λ Uᵀ     variance_k = λ_k / (N − 1)     direction_k = Xᵀ u_k / √(N − 1)     score_k = √(N − 1) u_k
 *
 * @param X N×D, row-major, mean already subtracted
 */
export function principalComponents(X: Float32Array, N: number, K: number): PrincipalComponents {
  const D = X.length / N;
  const gram = gramMatrix(X, N, D);
  const rows = Array.from({ length: N }, (_, n) => gram.subarray(n * N, (n + 1) * N));
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(new Matrix(rows), {
    assumeSymmetric: true,
  });
  const order = realEigenvalues.map((_, k) => k).sort((a, b) => realEigenvalues[b] - realEigenvalues[a]);

  const root = Math.sqrt(N - 1);
  const directions = new Float64Array(K * D);
  const scores = new Float64Array(N * K);
  for (let k = 0; k < K; k++) {
    const direction = directions.subarray(k * D, (k + 1) * D);
    for (let n = 0; n < N; n++) {
      const u = eigenvectorMatrix.get(n, order[k]);
      scores[n * K + k] = root * u;
      for (let d = 0; d < D; d++) direction[d] += (u / root) * X[n * D + d];
    }
  }
  return {
    directions,
    scores,
    variances: Float64Array.from(order, (index) => Math.max(realEigenvalues[index], 0) / (N - 1)),
  };
}

/** Turns component k around, in place: direction and scores change sign. */
export function flipComponent({ directions, scores }: PrincipalComponents, K: number, k: number): void {
  const D = directions.length / K;
  for (let d = k * D; d < (k + 1) * D; d++) directions[d] = -directions[d];
  for (let n = k; n < scores.length; n += K) scores[n] = -scores[n];
}

/** Pearson's correlation of column k of the scores with a value per sample. */
export function correlation(scores: Float64Array, K: number, k: number, values: Float64Array): number {
  const N = values.length;
  const mean = values.reduce((sum, value) => sum + value / N, 0);
  let meanScore = 0;
  for (let n = 0; n < N; n++) meanScore += scores[n * K + k] / N;
  let both = 0;
  let a = 0;
  let b = 0;
  for (let n = 0; n < N; n++) {
    const score = scores[n * K + k] - meanScore;
    const value = values[n] - mean;
    both += score * value;
    a += score * score;
    b += value * value;
  }
  return both / Math.sqrt(a * b);
}
