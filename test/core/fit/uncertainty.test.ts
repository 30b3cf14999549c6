import { expect, test } from 'vitest';
import { createKinematics } from '../../../core/body/kinematics.js';
import { skeletonOf } from '../../../core/body/skeleton.js';
import { HABIT } from '../../../core/fit/fit-terms.js';
import { createUncertainty } from '../../../core/fit/uncertainty.js';
import type { Term } from '../../../core/solver/term.js';
import { goldenBody } from '../../support/golden-body.js';

const kinematics = createKinematics(skeletonOf(goldenBody()));
const { layout } = kinematics;
const uncertainty = createUncertainty(kinematics);
const params = new Float64Array(layout.count);
/** Of each joint √(tr Σ), metres. */
const deviationsOf = (covariances: Float64Array): Float64Array =>
  Float64Array.from({ length: covariances.length / 9 }, (_, j) =>
    Math.sqrt(covariances[9 * j] + covariances[9 * j + 4] + covariances[9 * j + 8]),
  );

/** A belief of standard deviation `sigma` in every parameter. */
const belief = (sigma: (n: number) => number): Term => ({
  name: 'belief',
  rows: layout.count,
  loss: null,
  weights: new Float64Array(layout.count).fill(1),
  evaluate(_, residual, jacobian) {
    residual.fill(0);
    jacobian?.fill(0);
    if (jacobian !== null) for (let n = 0; n < layout.count; n++) jacobian[n * layout.count + n] = 1 / sigma(n);
    return true;
  },
});

test('the deviation of an ankle that hangs on one uncertain knee: the length of the shin times its angle', () => {
  const LEFT_KNEE = 4;
  const LEFT_ANKLE = 7;
  const knee = layout.pose + 3 * LEFT_KNEE;
  const isKneeAboutX = (n: number): boolean => n === knee;
  const covariances = uncertainty(params, [belief((n) => (isKneeAboutX(n) ? 0.1 : 1e-7))]);
  const deviations = deviationsOf(covariances);
  const { joints } = kinematics.pose(params, false);
  const [y, z] = [1, 2].map((axis) => joints[3 * LEFT_ANKLE + axis] - joints[3 * LEFT_KNEE + axis]);
  // 1 % of a variance goes to the precision that everything has.
  expect(deviations[LEFT_ANKLE]).toBeCloseTo(0.1 * Math.hypot(y, z), 4);
  expect(deviations[LEFT_KNEE]).toBeLessThan(1e-5);
  // The ankle moves at right angles to shin and axis: d = 0.1 (0, -z, y), of which Σ is the outer product.
  const along = [0, -z, y].map((value) => 0.1 * value);
  const outer = along.flatMap((a) => along.map((b) => a * b));
  outer.forEach((value, i) => {
    expect(covariances[9 * LEFT_ANKLE + i]).toBeCloseTo(value, 5);
  });
});

test('where the whole body stands does not matter: places are relative to the hips', () => {
  const deviations = deviationsOf(uncertainty(params, [belief((n) => (n < layout.pose ? 3 : 1e-7))]));
  for (const deviation of deviations) expect(deviation).toBeLessThan(1e-5);
});

test('the middle between the hips stays where it is: as the pelvis turns, both hips are as unsure', () => {
  const [LEFT_HIP, RIGHT_HIP] = [1, 2];
  const deviations = deviationsOf(uncertainty(params, [belief((n) => (n === layout.pose + 1 ? 0.1 : 1e-7))])); // about y
  const { joints } = kinematics.pose(params, false);
  const [x, z] = [0, 2].map((axis) => (joints[3 * LEFT_HIP + axis] - joints[3 * RIGHT_HIP + axis]) / 2);
  const expected = 0.1 * Math.hypot(x, z);
  expect(expected).toBeGreaterThan(0.001);
  // 1 % of a variance goes to the precision that everything has.
  for (const hip of [LEFT_HIP, RIGHT_HIP]) expect(deviations[hip] / expected).toBeCloseTo(1, 2);
});

test('nothing believed: finite, and large', () => {
  const deviations = deviationsOf(uncertainty(params, []));
  expect(deviations.every(Number.isFinite)).toBe(true);
  expect(deviations[7]).toBeGreaterThan(1);
});

test('a habit makes nobody surer; the same belief by another name does', () => {
  const known = belief(() => 0.5);
  const habit: Term = { ...belief(() => 0.05), name: HABIT };
  const without = uncertainty(params, [known]);
  expect(uncertainty(params, [habit, known])).toEqual(without);
  expect(uncertainty(params, [habit])).toEqual(uncertainty(params, []));
  const surer = uncertainty(params, [known, belief(() => 0.05)]);
  expect(deviationsOf(surer)[7]).toBeLessThan(deviationsOf(without)[7] / 5);
});
