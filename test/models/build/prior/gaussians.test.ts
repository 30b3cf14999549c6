import { describe, expect, it } from 'vitest';
import { leastEnergy, precisionCholesky, toPoseMixture } from '../../../../models/build/prior/gaussians.js';
import { seededRandom } from '../../../../models/build/random.js';

/** A Aᵀ + 0.1 I with random A. */
function randomCovariance(D: number, seed: number): Float64Array {
  const random = seededRandom(seed);
  const A = Float64Array.from({ length: D * D }, () => random.normal());
  const out = new Float64Array(D * D);
  for (let i = 0; i < D; i++) {
    for (let k = 0; k < D; k++) {
      for (let j = 0; j < D; j++) out[i * D + k] += A[i * D + j] * A[k * D + j];
    }
    out[i * D + i] += 0.1;
  }
  return out;
}

describe('precisionCholesky', () => {
  it.each([1, 2, 3])('is upper triangular with UᵀU Σ = I (seed %i)', (seed) => {
    const D = 9;
    const covariance = randomCovariance(D, seed);
    const U = precisionCholesky(covariance, D);
    for (let i = 0; i < D; i++) {
      for (let k = 0; k < D; k++) {
        if (k < i) expect(U[i * D + k]).toBe(0);
        let product = 0;
        for (let a = 0; a < D; a++) {
          for (let b = 0; b < D; b++) product += U[b * D + i] * U[b * D + a] * covariance[a * D + k];
        }
        // Condition number about 1e3, times double precision.
        expect(product).toBeCloseTo(i === k ? 1 : 0, 9);
      }
    }
  });

  it('refuses a covariance that is none', () => {
    expect(() => precisionCholesky(Float64Array.of(1, 2, 2, 1), 2)).toThrow(/positive definite/);
  });
});

describe('toPoseMixture', () => {
  it('penalises a component for small weight and wide spread', () => {
    const mixture = toPoseMixture({
      weights: Float64Array.of(0.75, 0.25),
      means: Float64Array.of(0, 10),
      covariances: Float64Array.of(1, 4),
    });
    // −log w − log(1/σ): −log 0.75 against −log 0.25 + log 2.
    expect(mixture.penalties[0]).toBe(0);
    expect(mixture.penalties[1]).toBeCloseTo(Math.log(6), 12); // rounding only
    expect(leastEnergy(mixture, Float64Array.of(12))).toBeCloseTo(0.5 + Math.log(6), 12);
    expect(leastEnergy(mixture, Float64Array.of(1))).toBeCloseTo(0.5, 12);
  });
});
