import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createKinematics } from '../../core/body/kinematics.js';
import { skeletonOf } from '../../core/body/skeleton.js';
import { smallPrior } from '../support/mixture.js';
import { paramsOf } from '../support/shipped.js';
import { tinyBody } from '../support/tiny-body.js';
import { withoutMixture } from './synthetic-gaussian.js';
import { posesOfFile, posesOfMixture, spreadOver, touchesItself } from './synthetic-poses.js';

test('poses drawn from a mixture have its mean and variance, and so has one Gaussian in its place', () => {
  const { mixture } = smallPrior();
  const { poses } = posesOfMixture(mixture, 4000, 7);
  const column = poses.map((pose) => pose[3 + 20]);
  const mean = column.reduce((sum, value) => sum + value, 0) / column.length;
  const variance = column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / column.length;
  // Means 0 and 0.5 by halves: 0.25, and 0.0625 more variance. Within the components U has 2 and −0.5 on its diagonals:
  // the variance is ¼ Σ 16⁻ⁿ = 4/15. 4,000 draws are good for 3 %.
  expect(mean).toBeCloseTo(0.25, 1);
  expect(variance / (4 / 15 + 0.0625)).toBeCloseTo(1, 0.7);
  expect(poses.every((pose) => pose.length === 72 && pose[0] === 0)).toBe(true);

  const single = withoutMixture(smallPrior()).mixture;
  const U = single.precisionCholesky;
  expect(single.means[20]).toBeCloseTo(0.25, 10);
  // The last entry of U alone tells the variance of the last number given nothing else: 1 / U².
  const last = 69 * 69 - 1;
  expect(U[last] ** -2).toBeCloseTo(0.25 + 0.0625, 10);
  expect(U[69]).toBe(0);
});

test('hands on hips touch, a T-pose and hanging arms do not', () => {
  const kinematics = createKinematics(skeletonOf(tinyBody()));
  const touches = (rotations: Parameters<typeof paramsOf>[1]): boolean =>
    touchesItself(paramsOf([0, 0, 0], rotations).slice(3, 75), kinematics);
  expect(touches({})).toBe(false);
  expect(touches({ left_shoulder: [0, 0, -1.4], right_shoulder: [0, 0, 1.4] })).toBe(false);
  expect(touches({ left_shoulder: [1, -0.3, -1.2], left_elbow: [0, -1.5, 0] })).toBe(true);
});

test('a selection is spread evenly', () => {
  expect(spreadOver([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 3)).toEqual([0, 3, 6]);
  expect(spreadOver([1, 2], 5)).toEqual([1, 2]);
});

test('a file without poses is refused', () => {
  const folder = mkdtempSync(join(tmpdir(), 'poses-'));
  const file = join(folder, 'poses.npz');
  // The smallest zip: an end-of-directory record.
  writeFileSync(file, Buffer.from(`504b0506${'00'.repeat(18)}`, 'hex'));
  expect(() => posesOfFile(file)).toThrow('poses (N×72) and train (N) are missing');
  rmSync(folder, { recursive: true });
});
