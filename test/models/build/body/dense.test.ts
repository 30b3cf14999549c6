import { expect, test } from 'vitest';
import { gramMatrix } from '../../../../models/build/body/dense.js';
import { seededRandom } from '../../../../models/build/random.js';

// Sizes around the 2×4 tiles and the panel of 1024 columns.
test.each([
  [1, 5],
  [2, 3],
  [5, 7],
  [7, 1],
  [9, 1030],
])('%i rows of %i numbers: all dot products', (n, width) => {
  const random = seededRandom(11);
  const A = Float64Array.from({ length: n * width }, () => random.normal());
  const G = gramMatrix(A, n, width);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      let dot = 0;
      for (let k = 0; k < width; k++) dot += A[i * width + k] * A[j * width + k];
      expect(G[i * n + j]).toBeCloseTo(dot, 10); // sums of up to 1030 terms, in another order
    }
  }
});
