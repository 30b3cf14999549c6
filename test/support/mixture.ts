import type { PosePrior } from '../../core/types.js';

/**
 * A small prior with known answers: component 0 has mean 0, component 1 mean 0.5, both standard deviation 0.5 and a
 * correlation between neighbours; equal weights.
 */
export function smallPrior(dimension = 69): PosePrior {
  const means = new Float64Array(2 * dimension);
  means.fill(0.5, dimension);
  const precisionCholesky = new Float64Array(2 * dimension * dimension);
  for (let m = 0; m < 2; m++) {
    for (let i = 0; i < dimension; i++) {
      const row = (m * dimension + i) * dimension;
      precisionCholesky[row + i] = 2;
      if (i + 1 < dimension) precisionCholesky[row + i + 1] = -0.5;
    }
  }
  return {
    mixture: {
      componentCount: 2,
      dimension,
      weights: Float64Array.of(0.5, 0.5),
      means,
      precisionCholesky,
      penalties: Float64Array.of(0, 0.3),
    },
    limits: { lower: new Float64Array(dimension).fill(-1), upper: new Float64Array(dimension).fill(1) },
  };
}
