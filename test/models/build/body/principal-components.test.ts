import { expect, test } from 'vitest';
import { correlation, flipComponent, principalComponents } from '../../../../models/build/body/principal-components.js';
import { seededRandom } from '../../../../models/build/random.js';

const N = 60;
const D = 5;
/** Rows 3a·(1,1,0,0,0)/√2 + b·(0,0,1,0,0), made exactly centred by pairing each row with its opposite. */
function planted(seed: number): { X: Float32Array; a: Float64Array } {
  const random = seededRandom(seed);
  const X = new Float32Array(N * D);
  const a = new Float64Array(N);
  for (let n = 0; n < N; n += 2) {
    a[n] = random.normal();
    a[n + 1] = -a[n];
    const b = random.normal();
    for (const [row, sign] of [
      [n, 1],
      [n + 1, -1],
    ]) {
      X.set(
        [3 * a[n] * Math.SQRT1_2, 3 * a[n] * Math.SQRT1_2, b, 0, 0].map((value) => sign * value),
        row * D,
      );
    }
  }
  return { X, a };
}

test('scores have unit variance and rebuild the data with the directions', () => {
  const { X } = planted(5);
  const { directions, scores, variances } = principalComponents(X, N, 2);
  for (let n = 0; n < N; n++) {
    for (let d = 0; d < D; d++) {
      const rebuilt = scores[2 * n] * directions[d] + scores[2 * n + 1] * directions[D + d];
      expect(rebuilt).toBeCloseTo(X[n * D + d], 5); // float32 data, all of it in two components
    }
  }
  const unit = Array.from({ length: N }, (_, n) => scores[2 * n] ** 2 / (N - 1)).reduce((sum, value) => sum + value);
  expect(unit).toBeCloseTo(1, 6);
  const length2 = directions.subarray(0, D).reduce((sum, value) => sum + value ** 2, 0);
  expect(length2).toBeCloseTo(variances[0], 5);
  expect(variances[0]).toBeGreaterThan(variances[1]);
});

test('the variances sum to the total variance', () => {
  const { X } = planted(6);
  const total = X.reduce((sum, value) => sum + value ** 2, 0) / (N - 1);
  expect(principalComponents(X, N, 1).variances.reduce((sum, value) => sum + value)).toBeCloseTo(total, 4);
});

test('flipping a component flips its correlation', () => {
  const { X, a } = planted(7);
  const components = principalComponents(X, N, 2);
  const before = correlation(components.scores, 2, 0, a);
  expect(Math.abs(before)).toBeGreaterThan(0.9);
  flipComponent(components, 2, 0);
  expect(correlation(components.scores, 2, 0, a)).toBe(-before);
});
