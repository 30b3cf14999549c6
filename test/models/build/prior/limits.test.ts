import { describe, expect, it } from 'vitest';
import { coordinate } from '../../../../models/build/prior/floors.js';
import { jointLimits, percentiles } from '../../../../models/build/prior/limits.js';
import { BODY_DIMENSION, bodyMirror } from '../../../../models/build/prior/mirror.js';
import { equallyWeighted } from '../../../../models/build/prior/samples.js';

describe('percentiles', () => {
  it('is linear between points, as numpy.percentile', () => {
    const values = Float64Array.of(3, 1, 2, 10);
    const found = percentiles(values, new Float64Array(4).fill(1), [0, 10, 50, 75, 100]);
    // numpy.percentile([3, 1, 2, 10], [0, 10, 50, 75, 100])
    for (const [i, value] of [1, 1.3, 2.5, 4.75, 10].entries()) expect(found[i]).toBeCloseTo(value, 12); // rounding only
  });

  it('follows the weights', () => {
    // The median of a point of weight 8 between two of weight 1 is that point.
    expect(percentiles(Float64Array.of(0, 5, 9), Float64Array.of(1, 8, 1), [50])).toEqual([5]);
    // With the weight on the left, the middle lies between the first two points: 2.5 of 4.5 from one to the other.
    expect(percentiles(Float64Array.of(0, 1, 2), Float64Array.of(8, 1, 1), [50])[0]).toBeCloseTo(2.75 / 4.5, 12);
  });

  it('gives a single value back', () => {
    expect(percentiles(Float64Array.of(7), Float64Array.of(2), [1, 99])).toEqual([7, 7]);
  });
});

describe('jointLimits', () => {
  it('mirrors the right side: y and z negated', () => {
    const poses = new Float64Array(2 * BODY_DIMENSION);
    poses.set([0.1, 0.2, 0.3], coordinate('left_elbow', 0));
    poses.set([0.3, 0.4, 0.5], BODY_DIMENSION + coordinate('left_elbow', 0));
    const { lower, upper } = jointLimits(equallyWeighted(poses, BODY_DIMENSION), bodyMirror());
    for (let axis = 0; axis < 3; axis++) {
      const left = coordinate('left_elbow', axis);
      const right = coordinate('right_elbow', axis);
      expect(lower[right]).toBeCloseTo(axis === 0 ? lower[left] : -upper[left], 12); // rounding only
      expect(upper[right]).toBeCloseTo(axis === 0 ? upper[left] : -lower[left], 12);
    }
    expect(upper[coordinate('left_elbow', 2)]).toBeGreaterThan(0.45);
    expect(lower[coordinate('right_elbow', 2)]).toBeLessThan(-0.45);
  });
});
