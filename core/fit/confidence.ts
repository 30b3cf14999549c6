import { SMPL_JOINTS } from '../body/joint-sets.js';
import type { Confidence } from '../types.js';

/** A joint this near its true place, relative to the hips, is right. Metres. */
export const RIGHT_WITHIN = 0.1;

/**
 * Deviations that the fit expects of itself, and the true ones: error = √((1.2·expected)² + 0.03²) metres. The factor is for
 * what a local approximation cannot see, the constant for what the body and the detector mean by a joint. Fitted on the
 * benchmarks; `npm run bench` prints how the promise is kept.
 */
const UNDERESTIMATED = 1.2;
const MIN_DEVIATION = 0.03;

/** The hands' tips turn with nothing that is seen. */
const TOLD = SMPL_JOINTS.filter((name) => !name.endsWith('hand') && name !== 'pelvis').map((name) =>
  SMPL_JOINTS.indexOf(name),
);

/**
 * How likely each joint lies within RIGHT_WITHIN of its true place. Most of the error lies along the line of sight, where
 * it is about normal: P(|e| < r) = erf(r / (√2·deviation)).
 *
 * @param deviations J, metres, as createUncertainty gives them
 */
export function confidenceOf(deviations: Float64Array): Confidence {
  const joints = deviations.map((expected) => {
    const deviation = Math.hypot(UNDERESTIMATED * expected, MIN_DEVIATION);
    return erf(RIGHT_WITHIN / (Math.SQRT2 * deviation));
  });
  return { joints, overall: TOLD.reduce((sum, j) => sum + joints[j], 0) / TOLD.length };
}

/** The error function for x ≥ 0, to 1.5e-7 (Abramowitz and Stegun 1964, 7.1.26). 0 for 0. */
function erf(x: number): number {
  const t = 1 / (1 + 0.3275911 * x);
  const series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return Math.max(0, 1 - series * Math.exp(-x * x));
}
