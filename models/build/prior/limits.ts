import type { JointLimits } from '../../../core/types.js';
import type { Mirror } from './mirror.js';
import type { Samples } from './samples.js';

/** The percentiles that bound a joint. */
const LOWER = 1;
const UPPER = 99;

/**
 * 1st and 99th percentile of each coordinate over the samples and their reflections together, so that the limits of the
 * right side are those of the left, mirrored.
 */
export function jointLimits({ values, weights, dimension: D }: Samples, mirror: Mirror): JointLimits {
  const N = weights.length;
  const lower = new Float64Array(D);
  const upper = new Float64Array(D);
  const column = new Float64Array(2 * N);
  const columnWeights = Float64Array.from({ length: 2 * N }, (_, n) => weights[n % N]);
  for (let i = 0; i < D; i++) {
    for (let n = 0; n < N; n++) {
      column[n] = values[n * D + i];
      column[N + n] = mirror.sign[i] * values[n * D + mirror.index[i]];
    }
    [lower[i], upper[i]] = percentiles(column, columnWeights, [LOWER, UPPER]);
  }
  return { lower, upper };
}

/**
 * Weighted percentiles, linear between points: point n of the sorted values stands at the middle of its weight, the
 * first at 0 % and the last at 100 %. With equal weights this is NumPy's default definition.
 */
export function percentiles(values: Float64Array, weights: Float64Array, percents: readonly number[]): number[] {
  const order = Uint32Array.from(values, (_, n) => n).sort((a, b) => values[a] - values[b]);
  const position = new Float64Array(order.length);
  for (let r = 1; r < order.length; r++) {
    position[r] = position[r - 1] + (weights[order[r - 1]] + weights[order[r]]) / 2;
  }
  const span = position[order.length - 1];
  return percents.map((percent) => {
    const target = (percent / 100) * span;
    let above = 1;
    let last = order.length - 1;
    while (above < last) {
      const middle = (above + last) >> 1;
      if (position[middle] < target) above = middle + 1;
      else last = middle;
    }
    if (order.length === 1) return values[order[0]];
    const fraction = (target - position[above - 1]) / (position[above] - position[above - 1]);
    return values[order[above - 1]] * (1 - fraction) + values[order[above]] * fraction;
  });
}
