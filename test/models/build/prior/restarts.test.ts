import { describe, expect, it } from 'vitest';
import { fitFromManyStarts } from '../../../../models/build/prior/restarts.js';
import { equallyWeighted } from '../../../../models/build/prior/samples.js';
import { seededRandom } from '../../../../models/build/random.js';

describe('fitFromManyStarts', () => {
  const mirror = { index: Int32Array.of(0), sign: Float64Array.of(-1) };
  const options = { componentCount: 2, floor: Float64Array.of(1e-3), tolerance: 1e-6, maxRounds: 100 };
  const random = seededRandom(1);
  /** One cloud around 5: with its reflection, a pair of components at ±5 explains it, two at 0 do not. */
  const samples = equallyWeighted(
    Float64Array.from({ length: 600 }, () => 5 + random.normal()),
    1,
  );

  it('keeps the kind of symmetry that explains the samples best', () => {
    const { gaussians } = fitFromManyStarts(samples, options, mirror, { selfCounts: [2, 0], startsEach: 2 }, 1);
    const [low, high] = [...gaussians.means].sort((a, b) => a - b);
    expect(low).toBeCloseTo(-high, 12); // rounding only
    // Three standard errors of a mean of 600.
    expect(Math.abs(high - 5)).toBeLessThan(0.125);
  });

  it('is the same for the same seed', () => {
    const plan = { selfCounts: [0], startsEach: 3 };
    const [a, b] = [1, 1].map((seed) => fitFromManyStarts(samples, options, mirror, plan, seed));
    expect(a.mixture).toEqual(b.mixture);
  });
});
