import { expect, test } from 'vitest';
import { SMPL_JOINTS } from '../../../core/body/joint-sets.js';
import { rotationFromAxisAngle } from '../../../core/body/rotation.js';
import { COLUMN_COUNT, decodePose, LIFTED_BETAS, SIGMA_COUNT } from '../../../core/lift/decode.js';
import { FEATURE_COUNT, LIFTED_KEYPOINTS } from '../../../core/lift/features.js';
import { meanOfMirrored, withMirrorImage } from '../../../core/lift/mirror.js';
import { seededRandom } from '../../../models/build/random.js';

const SEED = 21;
const IDENTITY = Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1);

test('the mirror image of the mirror image is the person', () => {
  const { normal } = seededRandom(SEED);
  const features = Float32Array.from({ length: FEATURE_COUNT }, normal);
  const mirrored = withMirrorImage(features).slice(FEATURE_COUNT);
  const left = LIFTED_KEYPOINTS.indexOf('left_wrist');
  const right = LIFTED_KEYPOINTS.indexOf('right_wrist');
  expect(mirrored[2 * left]).toBe(-features[2 * right]);
  expect(mirrored[2 * left + 1]).toBe(features[2 * right + 1]);
  expect(mirrored[42 + left]).toBe(features[42 + right]);
  expect(mirrored[64 + left]).toBe(features[64 + right]);
  expect(withMirrorImage(mirrored).slice(FEATURE_COUNT)).toEqual(features);
});

test('two answers that agree give that answer; sides and signs change back', () => {
  // The person leans to the left knee; about the mirror image the same answer names the right knee.
  const columns = new Float32Array(2 * COLUMN_COUNT);
  const logSigma = new Float32Array(2 * SIGMA_COUNT).fill(-1);
  const betas = new Float32Array(2 * LIFTED_BETAS);
  betas.fill(0.2, 0, LIFTED_BETAS);
  betas.fill(0.4, LIFTED_BETAS);
  const knee = { left: SMPL_JOINTS.indexOf('left_knee'), right: SMPL_JOINTS.indexOf('right_knee') };
  const R = new Float64Array(9);
  for (const [example, bent, mirror] of [
    [0, knee.left, 1],
    [1, knee.right, -1],
  ]) {
    for (let j = 0; j < SIGMA_COUNT / 3; j++) {
      if (j === bent) rotationFromAxisAngle(0.4, mirror * 0.2, mirror * -0.3, R);
      else R.set(IDENTITY);
      columns.set([R[0], R[3], R[6], R[1], R[4], R[7]], example * COLUMN_COUNT + 6 * j);
    }
    logSigma.fill(-0.5, example * SIGMA_COUNT + 3 * bent, example * SIGMA_COUNT + 3 * bent + 3);
  }
  const mean = meanOfMirrored(columns, betas, logSigma);
  const { pose, sigma } = decodePose(mean.columns, mean.logSigma, IDENTITY);
  // Columns and betas are float32.
  [0.4, 0.2, -0.3].forEach((value, axis) => {
    expect(pose[3 * knee.left + axis]).toBeCloseTo(value, 6);
  });
  expect(Math.hypot(...pose.subarray(3 * knee.right, 3 * knee.right + 3))).toBeLessThan(1e-6);
  expect(sigma[3 * knee.left]).toBeCloseTo(Math.exp(-0.5), 6);
  expect(sigma[3 * knee.right]).toBeCloseTo(Math.exp(-1), 6);
  for (const beta of mean.betas) expect(beta).toBeCloseTo(0.3, 6);
});
