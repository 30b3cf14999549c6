import { SMPL_JOINTS } from '../body/joint-sets.js';
import type { Confidence } from '../types.js';
import { gammaShare } from './gamma-share.js';

/** A joint this near its true place, relative to the hips, is right. Metres. */
export const RIGHT_WITHIN = 0.1;

/**
 * The spread that the fit expects of itself, and the true one: Σ' = 1.1² Σ + 0.03²/3 I, metres. The factor is for what a
 * local approximation cannot see, the constant for what the body and the detector mean by a joint. Of 36 pairs these have
 * the least Brier score over the benchmarks and over held-out people of whom nothing, legs, arms, a side or all but the
 * shoulders was hidden; `npm run bench` prints how the promise is kept.
 */
const UNDERESTIMATED = 1.1;
const MIN_DEVIATION = 0.03;

/** The hands' tips turn with nothing that is seen. */
const TOLD = SMPL_JOINTS.filter((name) => !name.endsWith('hand') && name !== 'pelvis').map((name) =>
  SMPL_JOINTS.indexOf(name),
);

/**
 * How likely each joint lies within RIGHT_WITHIN of its true place. Of a joint that is seen most of the error lies along
 * the line of sight, a hidden one may be anywhere: as if each of three directions were the only one, hidden wrists were
 * promised twice as often as the promise was kept.
 *
 * @param covariances J×3×3, metres², as createUncertainty gives them
 */
export function confidenceOf(covariances: Float64Array): Confidence {
  const joints = new Float64Array(SMPL_JOINTS.length);
  for (let j = 0; j < joints.length; j++) joints[j] = shareWithin(RIGHT_WITHIN, covariances.subarray(9 * j, 9 * j + 9));
  return { joints, overall: TOLD.reduce((sum, j) => sum + joints[j], 0) / TOLD.length };
}

/**
 * P(|e| < radius) of e ~ N(0, Σ'): |e|² is about a gamma variable of the same mean and variance (Satterthwaite 1946),
 *
 *   k = tr(Σ')² / ‖Σ'‖²_F     P(k/2, k radius² / (2 tr Σ'))
 *
 * exact where the error has one direction (k = 1) or all alike (k = 3).
 */
function shareWithin(radius: number, covariance: Float64Array): number {
  const scale = UNDERESTIMATED ** 2;
  const rest = MIN_DEVIATION ** 2 / 3;
  let trace = 0;
  let squares = 0;
  for (let i = 0; i < 9; i++) {
    const isDiagonal = i % 4 === 0;
    const value = scale * covariance[i] + (isDiagonal ? rest : 0);
    if (isDiagonal) trace += value;
    squares += value * value;
  }
  if (!Number.isFinite(trace)) return 0;
  const k = trace ** 2 / squares;
  return gammaShare(k / 2, (k * radius ** 2) / (2 * trace));
}
