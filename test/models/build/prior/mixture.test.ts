import { describe, expect, it } from 'vitest';
import { pairedSymmetry } from '../../../../models/build/prior/components.js';
import { leastEnergy } from '../../../../models/build/prior/gaussians.js';
import type { Mirror } from '../../../../models/build/prior/mirror.js';
import {
  clusterStart,
  fitMixture,
  type MixtureFit,
  type MixtureOptions,
  negativeLogLikelihoods,
} from '../../../../models/build/prior/mixture.js';
import { equallyWeighted, type Samples } from '../../../../models/build/prior/samples.js';
import { seededRandom } from '../../../../models/build/random.js';

const N = 4000;
const OPTIONS: MixtureOptions = { componentCount: 2, floor: Float64Array.of(0, 0), tolerance: 1e-6, maxRounds: 200 };

/** N points: 30 % around (−3, 1) with covariance [1 0.5; 0.5 1], the rest around (4, 0) with [0.25 0; 0 4]. */
function twoClouds(seed: number): Samples {
  const random = seededRandom(seed);
  const values = new Float64Array(2 * N);
  for (let n = 0; n < N; n++) {
    const a = random.normal();
    const b = random.normal();
    const first = n < 0.3 * N;
    values[2 * n] = first ? -3 + a : 4 + 0.5 * a;
    values[2 * n + 1] = first ? 1 + 0.5 * a + Math.sqrt(0.75) * b : 2 * b;
  }
  return equallyWeighted(values, 2);
}

const fitted = (samples: Samples, options: MixtureOptions, seed: number): MixtureFit =>
  fitMixture(samples, options, clusterStart(samples, options, seededRandom(seed)));

describe('fitMixture', () => {
  it.each([1, 2, 3])('recovers two known clouds (seed %i)', (seed) => {
    const { gaussians, mixture } = fitted(twoClouds(seed), OPTIONS, seed);
    const small = gaussians.weights[0] < gaussians.weights[1] ? 0 : 1;
    const large = 1 - small;
    // Four standard errors of the estimates: 4·√(σ²/n) ≤ 0.15 for means, 4·√2·σ²/√n ≤ 0.43 for variances.
    expect(gaussians.weights[small]).toBeCloseTo(0.3, 1);
    const expected = {
      [small]: { mean: [-3, 1], covariance: [1, 0.5, 0.5, 1] },
      [large]: { mean: [4, 0], covariance: [0.25, 0, 0, 4] },
    };
    for (const [m, { mean, covariance }] of Object.entries(expected)) {
      mean.forEach((value, i) => {
        expect(Math.abs(gaussians.means[2 * Number(m) + i] - value)).toBeLessThan(0.15);
      });
      covariance.forEach((value, i) => {
        expect(Math.abs(gaussians.covariances[4 * Number(m) + i] - value)).toBeLessThan(0.43);
      });
    }
    expect(Math.min(...mixture.penalties)).toBe(0);
  });

  it('agrees with the density written out', () => {
    const samples = twoClouds(4);
    const { gaussians, mixture, negativeLogLikelihood } = fitted(samples, OPTIONS, 4);
    const scores = negativeLogLikelihoods(mixture, samples.values);
    for (let n = 0; n < N; n += 397) {
      let density = 0;
      for (let m = 0; m < 2; m++) {
        const [a, b, , d] = gaussians.covariances.subarray(4 * m, 4 * m + 4);
        const x = samples.values[2 * n] - gaussians.means[2 * m];
        const y = samples.values[2 * n + 1] - gaussians.means[2 * m + 1];
        const determinant = a * d - b * b;
        const distance = (d * x * x - 2 * b * x * y + a * y * y) / determinant;
        density += (gaussians.weights[m] * Math.exp(-distance / 2)) / (2 * Math.PI * Math.sqrt(determinant));
      }
      expect(scores[n]).toBeCloseTo(-Math.log(density), 9); // rounding only
    }
    expect(scores.reduce((a, b) => a + b) / N).toBeCloseTo(negativeLogLikelihood, 9);
  });

  it('counts a point of weight two as two points', () => {
    const { values } = twoClouds(5);
    const weights = Float64Array.from({ length: N }, (_, n) => 1 + (n % 2));
    const rows = Array.from(weights, (weight, n) => new Array<number>(weight).fill(n)).flat();
    const repeated = equallyWeighted(Float64Array.from(rows.flatMap((n) => [...values.subarray(2 * n, 2 * n + 2)])), 2);
    const single = { ...OPTIONS, componentCount: 1 };
    const a = fitted({ dimension: 2, values, weights }, single, 5).gaussians;
    const b = fitted(repeated, single, 5).gaussians;
    // Sums of 6,000 terms in another order.
    a.covariances.forEach((value, i) => {
      expect(value).toBeCloseTo(b.covariances[i], 9);
    });
  });

  it('takes the exact mean and covariance in one round, wherever it starts', () => {
    const samples = equallyWeighted(Float64Array.of(0, 0, 4, 0, 0, 2, 4, 2), 2);
    const start = {
      weights: Float64Array.of(1),
      means: Float64Array.of(9, -9),
      covariances: Float64Array.of(2, 1, 1, 3),
    };
    const { gaussians } = fitMixture(samples, { ...OPTIONS, componentCount: 1, maxRounds: 2 }, start);
    // Moments about a distant origin: rounding of numbers near 100.
    for (const [i, value] of [2, 1].entries()) expect(gaussians.means[i]).toBeCloseTo(value, 12);
    for (const [i, value] of [4, 0, 0, 1].entries()) expect(gaussians.covariances[i]).toBeCloseTo(value, 12);
  });

  it('adds the floor to the variances', () => {
    const samples = equallyWeighted(Float64Array.of(1, 5, 1, 5, 1, 5), 2);
    const { gaussians } = fitted(samples, { ...OPTIONS, componentCount: 1, floor: Float64Array.of(0.25, 4) }, 1);
    expect([...gaussians.covariances]).toEqual([0.25, 0, 0, 4]);
  });
});

describe('a symmetric mixture', () => {
  // x ↔ −x.
  const mirror: Mirror = { index: Int32Array.of(0, 1), sign: Float64Array.of(-1, 1) };
  const samples = twoClouds(6);
  const reflected = samples.values.map((value, i) => (i % 2 === 0 ? -value : value));

  it('is that of the samples and their reflections together', () => {
    const both = Float64Array.of(...samples.values, ...reflected);
    const options = { ...OPTIONS, componentCount: 1 };
    const symmetric = fitted(samples, { ...options, symmetry: pairedSymmetry(mirror, 1, 1) }, 6).gaussians;
    const plain = fitted(equallyWeighted(both, 2), options, 6).gaussians;
    // Sums of 8,000 terms in another order.
    symmetric.means.forEach((value, i) => {
      expect(value).toBeCloseTo(plain.means[i], 9);
    });
    symmetric.covariances.forEach((value, i) => {
      expect(value).toBeCloseTo(plain.covariances[i], 9);
    });
  });

  it.each([0, 2, 4])('scores a point and its reflection alike, with %i self-symmetric components', (selfCount) => {
    const symmetry = pairedSymmetry(mirror, 4, selfCount);
    const floor = Float64Array.of(0.01, 0.01); // self-symmetric components may gather few points
    const { mixture } = fitted(samples, { ...OPTIONS, componentCount: 4, floor, symmetry, maxRounds: 20 }, 6);
    for (let n = 0; n < N; n += 397) {
      const energy = leastEnergy(mixture, samples.values, 2 * n);
      // Relative rounding of two Cholesky factors.
      expect(Math.abs(leastEnergy(mixture, reflected, 2 * n) - energy)).toBeLessThan(1e-9 * (1 + energy));
    }
  });
});
