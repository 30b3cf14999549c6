import { placesOfOtherSides, SMPL_JOINTS } from '../body/joint-sets.js';
import type { Answer } from './answer.js';
import { COLUMN_COUNT, LIFTED_BETAS, SIGMA_COUNT, writeRotation } from './decode.js';
import { FEATURE_COUNT, LIFTED_KEYPOINTS } from './features.js';

/**
 * A network has no reason to treat left and right alike. It is asked twice, about the person and about the mirror
 * image, and the mean of its answers is taken: that is 1 mm better, and a mirrored photo gives the mirrored pose.
 */

const K = LIFTED_KEYPOINTS.length;
const MOVED = SIGMA_COUNT / 3;

const OPPOSITE_KEYPOINT = placesOfOtherSides(LIFTED_KEYPOINTS);
const OPPOSITE_JOINT = placesOfOtherSides(SMPL_JOINTS.slice(0, MOVED));

/** 2×FEATURE_COUNT: the features, and those of the mirror image: the sides change places, x turns its sign. */
export function withMirrorImage(features: Float32Array): Float32Array {
  const both = new Float32Array(2 * FEATURE_COUNT);
  both.set(features);
  both.set(features, FEATURE_COUNT);
  const mirrored = both.subarray(FEATURE_COUNT);
  OPPOSITE_KEYPOINT.forEach((other, k) => {
    mirrored[2 * k] = -features[2 * other];
    mirrored[2 * k + 1] = features[2 * other + 1];
    mirrored[2 * K + k] = features[2 * K + other];
    mirrored[3 * K + 1 + k] = features[3 * K + 1 + other];
  });
  return both;
}

/**
 * The mean of two answers, the second about the mirror image. With M = diag(−1, 1, 1) its rotations are M G_opposite M;
 * decoding makes the sum of two rotations one again.
 */
export function meanOfMirrored(columns: Float32Array, betas: Float32Array, logSigma: Float32Array): Answer {
  const mean = {
    columns: new Float64Array(COLUMN_COUNT),
    betas: Float64Array.from({ length: LIFTED_BETAS }, (_, b) => (betas[b] + betas[LIFTED_BETAS + b]) / 2),
    logSigma: new Float64Array(SIGMA_COUNT),
  };
  const R = new Float64Array(9);
  const S = new Float64Array(9);
  OPPOSITE_JOINT.forEach((other, j) => {
    writeRotation(columns, 6 * j, R, 0);
    writeRotation(columns, COLUMN_COUNT + 6 * other, S, 0);
    for (let row = 0; row < 3; row++) {
      const sign = row === 0 ? 1 : -1;
      mean.columns[6 * j + row] = R[3 * row] + sign * S[3 * row];
      mean.columns[6 * j + 3 + row] = R[3 * row + 1] - sign * S[3 * row + 1];
    }
    for (let axis = 0; axis < 3; axis++) {
      mean.logSigma[3 * j + axis] = (logSigma[3 * j + axis] + logSigma[SIGMA_COUNT + 3 * other + axis]) / 2;
    }
  });
  return mean;
}
