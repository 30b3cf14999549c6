import { expect, test } from 'vitest';
import { createKinematics } from '../../../core/body/kinematics.js';
import { skeletonOf } from '../../../core/body/skeleton.js';
import type { Candidate } from '../../../core/fit/candidate.js';
import { createImprove } from '../../../core/fit/improve.js';
import type { Term } from '../../../core/solver/term.js';
import { goldenBody } from '../../support/golden-body.js';

const kinematics = createKinematics(skeletonOf(goldenBody()));
const { layout } = kinematics;
const improve = createImprove(kinematics);
const LIMITS = { maxIterations: 20, costTolerance: 1e-9 };
const LEFT_HAND = 22;

/** Pulls every parameter to 1. */
const pull: Term = {
  name: 'pull',
  rows: layout.count,
  loss: null,
  weights: new Float64Array(layout.count).fill(1),
  evaluate({ params }, residual, jacobian) {
    jacobian?.fill(0);
    params.forEach((value, n) => {
      residual[n] = value - 1;
      if (jacobian !== null) jacobian[n * layout.count + n] = 1;
    });
    return true;
  },
};

const candidate = (): Candidate => ({
  start: { name: 'a', orientation: [0, 0, 0] },
  params: new Float64Array(layout.count),
  cost: Number.POSITIVE_INFINITY,
  minimum: null,
});

test('all: everything moves but the hands, which nothing sees', () => {
  const moved = candidate();
  const iterations = improve([moved], [pull], 'all', LIMITS);
  const hands = layout.pose + 3 * LEFT_HAND;
  moved.params.forEach((value, n) => {
    expect(value).toBeCloseTo(n >= hands && n < hands + 6 ? 0 : 1, 6);
  });
  expect(moved.cost).toBeCloseTo(3, 9); // six numbers are one off: ½·6
  expect(iterations).toBe(moved.minimum?.iterations);
});

test('camera: translation and global orientation only', () => {
  const moved = candidate();
  improve([moved], [pull], 'camera', LIMITS);
  moved.params.forEach((value, n) => {
    expect(value).toBeCloseTo(n < layout.pose + 3 ? 1 : 0, 6);
  });
});

test('iterations of all candidates are added up; where the terms are undefined the cost is infinite', () => {
  const undefinedTerm: Term = { ...pull, evaluate: () => false };
  const [a, b] = [candidate(), candidate()];
  expect(improve([a, b], [pull], 'all', LIMITS)).toBe((a.minimum?.iterations ?? 0) + (b.minimum?.iterations ?? 0));
  improve([a], [undefinedTerm], 'all', LIMITS);
  expect(a.cost).toBe(Number.POSITIVE_INFINITY);
});
