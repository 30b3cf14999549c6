import { describe, expect, it } from 'vitest';
import { coordinate } from '../../../../models/build/prior/floors.js';
import { BODY_DIMENSION } from '../../../../models/build/prior/mirror.js';
import { equallyWeighted } from '../../../../models/build/prior/samples.js';
import { seatedSamples } from '../../../../models/build/prior/seated.js';
import { seededRandom } from '../../../../models/build/random.js';

describe('seatedSamples', () => {
  const captured = equallyWeighted(new Float64Array(1000 * BODY_DIMENSION).fill(0.3), BODY_DIMENSION);
  const seated = seatedSamples(captured, seededRandom(1));
  const column = (i: number): number[] => Array.from(seated.weights, (_, n) => seated.values[n * BODY_DIMENSION + i]);
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b) / values.length;

  it('weighs one twentieth of all', () => {
    const weight = seated.weights.reduce((a, b) => a + b);
    expect(weight / (weight + 1000)).toBeCloseTo(0.05, 9); // rounding only
  });

  it('bends hips and knees of both sides, and leaves the arms as they were', () => {
    // Standard errors are below 0.01.
    expect(mean(column(coordinate('left_hip', 0)))).toBeCloseTo(-1.5, 1);
    expect(mean(column(coordinate('right_knee', 0)))).toBeCloseTo(1.55, 1);
    expect(mean(column(coordinate('left_hip', 2)))).toBeCloseTo(-mean(column(coordinate('right_hip', 2))), 1);
    expect(new Set(column(coordinate('left_shoulder', 1)))).toEqual(new Set([0.3]));
    expect(new Set(column(coordinate('left_knee', 2)))).toEqual(new Set([0]));
  });
});
