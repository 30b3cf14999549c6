import type { Term } from '../../core/solver/term.js';

/** One residual of the first parameter alone, r = intercept + slope·x, whose Jacobian may tell another slope. */
export const line = (intercept: number, slope: number, toldSlope = slope): Term => ({
  name: 'line',
  rows: 1,
  loss: null,
  weights: Float64Array.of(1),
  evaluate({ params: [x] }, residual, jacobian) {
    residual[0] = intercept + slope * x;
    jacobian?.fill(0);
    jacobian?.fill(toldSlope, 0, 1);
    return true;
  },
});
