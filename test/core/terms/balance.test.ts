import { describe, expect, test } from 'vitest';
import { SMPL_JOINTS, type SmplJoint } from '../../../core/body/joint-sets.js';
import { createKinematics, type PosedBody } from '../../../core/body/kinematics.js';
import { skeletonOf } from '../../../core/body/skeleton.js';
import { totalCost } from '../../../core/solver/total-cost.js';
import { balance } from '../../../core/terms/balance.js';
import { seededRandom } from '../../../models/build/random.js';
import { expectJacobian } from '../../support/numeric-jacobian.js';
import { parametersOnly } from '../../support/parameters-only.js';
import { randomParameters, tinyBody } from '../../support/tiny-body.js';

type Vector = readonly [number, number, number];

const SEED = 17;
const random = seededRandom(SEED);
/** Metres: what counts as one standard deviation. */
const ONE = 0.07;

const scaled = ([x, y, z]: Vector, by: number): Vector => [by * x, by * y, by * z];
const sum = ([ax, ay, az]: Vector, [bx, by, bz]: Vector): Vector => [ax + bx, ay + by, az + bz];
const unit = (v: Vector): Vector => scaled(v, 1 / Math.hypot(...v));
const cross = ([ax, ay, az]: Vector, [bx, by, bz]: Vector): Vector => [
  ay * bz - az * by,
  az * bx - ax * bz,
  ax * by - ay * bx,
];
const anyVector = (): Vector => [random.normal(), random.normal(), random.normal()];
const anyUnit = (): Vector => unit(anyVector());

/** Joints of which only those of trunk and feet are numbers, with these means and scattered around them. */
function bodyWith(trunk: Vector, feet: Vector): PosedBody {
  const joints = new Float64Array(3 * SMPL_JOINTS.length).fill(Number.NaN);
  const put = (mean: Vector, names: readonly SmplJoint[]): void => {
    const [a, b] = [anyVector(), anyVector()];
    const around = [a, scaled(a, -1), b, scaled(b, -1)]; // the mean stays
    names.forEach((name, i) => {
      joints.set(sum(mean, scaled(around[i], 0.2)), 3 * SMPL_JOINTS.indexOf(name));
    });
  };
  put(trunk, ['left_hip', 'right_hip', 'left_shoulder', 'right_shoulder']);
  put(feet, ['left_ankle', 'right_ankle', 'left_foot', 'right_foot']);
  return { ...parametersOnly(new Float64Array(0)), joints };
}

/** How far the trunk is aside, in standard deviations. */
function asideOf(down: Vector, body: PosedBody): number {
  const residual = new Float64Array(2).fill(Number.NaN);
  expect(balance(down).evaluate(body, residual, null)).toBe(true);
  return Math.hypot(...residual);
}

const DOWNS: readonly Vector[] = [
  [0, 1, 0],
  [1, 0, 0],
  [-1, 0, 0],
  [0, 0, 1],
  unit([0.95, 0.2, -0.1]),
  unit([0, 1, 0.4]),
  anyUnit(),
  anyUnit(),
];

describe.each(DOWNS)(`falling along %f, %f, %f, seed ${SEED}`, (...down) => {
  const feet: Vector = [0.4, 0.9, 3.1];
  const over = sum(feet, scaled(down, -0.9));
  const sideways = unit(cross(down, anyUnit()));

  test('over the feet costs nothing, however high the trunk is', () => {
    for (const height of [0, 0.3, 0.9, 2]) {
      expect(asideOf(down, bodyWith(sum(feet, scaled(down, -height)), feet))).toBeCloseTo(0, 12);
    }
  });

  test('seven centimetres aside are one standard deviation, to whichever side', () => {
    const other = cross(down, sideways);
    for (let degrees = 0; degrees < 360; degrees += 45) {
      const angle = (degrees * Math.PI) / 180;
      const to = sum(scaled(sideways, ONE * Math.cos(angle)), scaled(other, ONE * Math.sin(angle)));
      expect(asideOf(down, bodyWith(sum(over, to), feet))).toBeCloseTo(1, 10);
    }
  });

  test('it grows with the distance', () => {
    expect(asideOf(down, bodyWith(sum(over, scaled(sideways, 0.5)), feet))).toBeCloseTo(0.5 / ONE, 10);
  });

  test('Jacobian agrees with central differences', () => {
    const kinematics = createKinematics(skeletonOf(tinyBody()));
    const { betas, pose, translation } = randomParameters(SEED);
    const params = Float64Array.from([...Array.from(translation), ...Array.from(pose), ...Array.from(betas)]);
    const term = balance(down);
    // Residuals of some ten over a step of 1e-6: rounding leaves 1e-8. The joints that it does not name may be stale.
    expectJacobian(term, (at) => kinematics.pose(at, true, term.points), params, 1e-7);
  });
});

test('it lets go of whoever is far aside: the two rows are one distance under one loss', () => {
  const costAt = (metres: number, angle: number): number =>
    totalCost([balance([0, 1, 0])])(bodyWith([metres * Math.cos(angle), 0, 3 + metres * Math.sin(angle)], [0, 0.9, 3]));
  const slope = (metres: number): number => (costAt(metres + 1e-4, 0) - costAt(metres - 1e-4, 0)) / 2e-4;
  // Near by half the square, as least squares have it: Geman-McClure at 3 takes a hundredth of it away at 0.3.
  expect(costAt(0.3 * ONE, 0)).toBeCloseTo(0.3 ** 2 / 2 / 1.01, 10);
  expect(costAt(3 * ONE, 0)).toBeCloseTo(9 / 4, 10); // half of all that it can cost
  expect(costAt(5, 0)).toBeLessThan(9 / 2);
  expect(slope(1)).toBeLessThan(0.04 * slope(ONE)); // who lies is not held: 14 / (1 + 14² / 9)² to 1 / (1 + 1 / 9)²
  expect(costAt(3 * ONE, 0.7)).toBeCloseTo(costAt(3 * ONE, 0), 10);
});

test('a joint that is no number leaves it undefined', () => {
  const body = bodyWith([0, 0, 3], [0, 0.9, 3]);
  body.joints[3 * SMPL_JOINTS.indexOf('left_foot')] = Number.NaN;
  expect(balance([0, 1, 0]).evaluate(body, new Float64Array(2), null)).toBe(false);
});
