import { expect, test } from 'vitest';
import { report, type Training } from '../../../../models/build/lifter/report.js';

const SCORE = { mpjpe: 61.26, pa: 45.14, sigma_ratio: 0.97, sigma: new Array(22).fill(Math.PI / 18) };
const TRAINING: Training = {
  steps: 100,
  batch: 8,
  width: 4,
  blocks: 1,
  seed: 1,
  seconds: 120,
  scores: {
    'held out, as in training, plain': SCORE,
    'held out, as in training, deep': { ...SCORE, mpjpe: 51.5, sigma: new Array(22).fill(Math.PI / 36) },
  },
};

test('the report states the data, the errors with and without depths, and the deviations in degrees', () => {
  const one = new Float32Array(72);
  const sets = { captured: one, seated: one, standing: one, raised: new Float32Array(144) };
  const clip = { file: '', subject: '61', heldOut: true, poses: new Float64Array(72), frameTime: 1 };
  const text = report([clip], { train: sets, heldOut: sets }, TRAINING, new Uint8Array(3));
  expect(text).toContain('1 residual blocks, 4 wide; 100 steps of 8 examples, 2 min');
  expect(text).toContain('1 captured, 1 seated, 1 standing, 2 raised; of the held-out ones (61)');
  expect(text).toContain('| held out, as in training | 61.3 / 45.1 | 0.97 | 51.5 / 45.1 | 0.97 |');
  expect(text).toContain('| left_knee | 10.0 | 5.0 |');
});
