import { describe, expect, it } from 'vitest';
import { pairedSymmetry } from '../../../../models/build/prior/components.js';
import { kMeans } from '../../../../models/build/prior/k-means.js';
import { equallyWeighted } from '../../../../models/build/prior/samples.js';
import { seededRandom } from '../../../../models/build/random.js';

/** Three tight groups of 50 points around (0, 0), (10, 0) and (0, 10). */
function threeGroups(seed: number) {
  const random = seededRandom(seed);
  const values = new Float64Array(300);
  for (let n = 0; n < 150; n++) {
    values[2 * n] = (n % 3 === 1 ? 10 : 0) + 0.1 * random.normal();
    values[2 * n + 1] = (n % 3 === 2 ? 10 : 0) + 0.1 * random.normal();
  }
  return equallyWeighted(values, 2);
}

describe('kMeans', () => {
  it.each([1, 2, 3])('finds three groups (seed %i)', (seed) => {
    const { centres, labels } = kMeans(threeGroups(seed), 3, 10, seededRandom(seed));
    for (let n = 3; n < 150; n++) expect(labels[n]).toBe(labels[n % 3]);
    expect(new Set(labels).size).toBe(3);
    // Standard error 0.1/√50, times seven.
    expect(Math.abs(centres[2 * labels[1]] - 10)).toBeLessThan(0.1);
    expect(Math.abs(centres[2 * labels[1] + 1])).toBeLessThan(0.1);
  });

  it('keeps symmetric centres symmetric', () => {
    const mirror = { index: Int32Array.of(1, 0), sign: Float64Array.of(1, 1) };
    const { centres } = kMeans(threeGroups(4), 3, 10, seededRandom(4), pairedSymmetry(mirror, 3, 1));
    expect(centres[0]).toBeCloseTo(centres[1], 12); // rounding only
    expect(centres[2]).toBeCloseTo(centres[5], 12);
    expect(centres[3]).toBeCloseTo(centres[4], 12);
  });
});
