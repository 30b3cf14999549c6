import { describe, expect, test } from 'vitest';
import { openBody } from '../../../converters/cli/node-models.js';
import { fitCapsules } from '../../../core/body/capsules.js';
import { createKinematics, type PosedBody } from '../../../core/body/kinematics.js';
import { skeletonOf } from '../../../core/body/skeleton.js';
import { interpenetration } from '../../../core/terms/interpenetration.js';
import { numericJacobian } from '../../support/numeric-jacobian.js';
import { paramsOf } from '../../support/shipped.js';

const body = await openBody('neutral');
const skeleton = skeletonOf(body);
const kinematics = createKinematics(skeleton);
const { layout } = kinematics;
const capsules = fitCapsules(body, skeleton);
const term = interpenetration(capsules, skeleton.parents, layout, 1000);
const posed = (params: Float64Array): PosedBody => kinematics.pose(params, true);

/** Residual of the pair of parts with these names. */
function overlapOf(a: string, b: string, params: Float64Array): number {
  const names = capsules.pairs.map(([i, k]) => `${capsules.parts[i].name} ${capsules.parts[k].name}`);
  return residualAt(params)[names.indexOf(`${a} ${b}`)];
}

function residualAt(params: Float64Array): Float64Array {
  const out = new Float64Array(term.rows).fill(Number.NaN);
  expect(term.evaluate(kinematics.pose(params, false), out, null)).toBe(true);
  return out;
}

/** Arms lowered and elbows bent so that the hands end in the belly; a global turn and some shape. */
const HANDS_IN_BELLY = paramsOf(
  [0.1, 0.2, 3],
  {
    pelvis: [2.9, 0.3, -0.2],
    spine1: [0.2, 0.1, -0.1],
    left_shoulder: [1, -0.3, -1.2],
    right_shoulder: [0.9, 0.3, 1.3],
    left_elbow: [0, -1.5, 0.1],
    right_elbow: [0, 1.8, -0.1],
    left_hip: [0, 0, -0.15],
    right_hip: [0, 0, 0.2],
  },
  [0.5, -0.5, 0.3, 1],
);

describe('what costs and what does not', () => {
  test('a T-pose is free', () => {
    // Spheres a radius of each apart, and further, are below e⁻⁵.
    expect(Math.max(...residualAt(paramsOf([0, 0, 3], {})))).toBeLessThan(1e-3);
  });

  test('hands in the belly are not', () => {
    expect(overlapOf('left_hand', 'spine', HANDS_IN_BELLY)).toBeGreaterThan(0.05);
  });

  test('an arm that hangs beside the trunk is nearly free', () => {
    const hanging = paramsOf([0, 0, 3], { left_shoulder: [0, 0, -1.2], right_shoulder: [0, 0, 1.2] });
    expect(Math.max(...residualAt(hanging))).toBeLessThan(1e-2);
  });

  test('crossed calves are in each other', () => {
    const crossed = paramsOf([0, 0, 3], { left_hip: [0, 0, -0.25], right_hip: [0, 0, 0.25] });
    expect(overlapOf('left_calf', 'right_calf', crossed)).toBeGreaterThan(0.5);
  });
});

describe('two spheres', () => {
  const RADII = [0.1, 0.06] as const;
  /** Of the pelvis and the head, whose place is `apart` metres from the first's. */
  const cost = (apart: number, radii: readonly number[] = RADII): number => {
    const rest = kinematics.pose(paramsOf([0, 0, 3], {}), false).joints;
    const offset = Float64Array.from([0, 1, 2], (axis) => rest[axis] - rest[3 * HEAD + axis]);
    offset[0] += apart;
    const parts = [new Float64Array(3), offset].map((value, p) => {
      const end = { value, directions: new Float64Array(30) };
      const radius = { value: Float64Array.of(radii[p]), directions: new Float64Array(10) };
      return { name: `${p}`, joint: p === 0 ? 0 : HEAD, ends: [end, end] as const, radius, spheres: 1 };
    });
    const pair = interpenetration({ parts, pairs: [[0, 1]] }, skeleton.parents, layout, 1);
    const residual = Float64Array.of(Number.NaN);
    pair.evaluate(kinematics.pose(paramsOf([0, 0, 3], {}), false), residual, null);
    return residual[0] ** 2;
  };
  const HEAD = 15;

  test('that share their centre cost 1, those that only touch e⁻²²', () => {
    expect(cost(0)).toBeCloseTo(1, 12);
    expect(Math.log(cost(0.2, [0.1, 0.1]))).toBeCloseTo(-4 / 0.18, 6);
    expect(Math.log(cost(0.2, [0.1, 0.1]))).toBeCloseTo(-22, 0);
  });

  test('cost exp(−d² / (σ² + σ²)), σ = 0.3 radius', () => {
    for (const apart of [0.01, 0.03, 0.05]) {
      expect(Math.log(cost(apart))).toBeCloseTo(-(apart ** 2) / (0.03 ** 2 + 0.018 ** 2), 6);
    }
  });
});

describe('the Jacobian', () => {
  const jacobian = new Float64Array(term.rows * layout.count).fill(Number.NaN);
  const residual = new Float64Array(term.rows).fill(Number.NaN);
  term.evaluate(posed(HANDS_IN_BELLY), residual, jacobian);
  const numeric = numericJacobian(residualAt, HANDS_IN_BELLY);

  test('agrees with central differences in translation and pose', () => {
    for (let row = 0; row < term.rows; row++) {
      for (let n = 0; n < layout.betas; n++) {
        const at = row * layout.count + n;
        // Differences of residuals up to 1 in steps of 1e-6.
        expect(Math.abs(jacobian[at] - numeric[at]), `row ${row}, parameter ${n}`).toBeLessThan(1e-7);
      }
    }
    expect(Math.max(...jacobian)).toBeGreaterThan(0.1);
  });

  test('leaves the shape out, though it matters', () => {
    const ofShape = (all: Float64Array): number[] => [...all].filter((_, i) => i % layout.count >= layout.betas);
    expect(ofShape(jacobian).every((value) => value === 0)).toBe(true);
    expect(Math.max(...ofShape(numeric).map(Math.abs))).toBeGreaterThan(1e-3);
  });
});

test('parts without size in one place do no harm', () => {
  const zero = { value: new Float64Array(3), directions: new Float64Array(30) };
  const parts = capsules.parts.map((part) => ({ ...part, joint: 0, ends: [zero, zero] as const, radius: zero }));
  const points = interpenetration({ ...capsules, parts }, skeleton.parents, layout, 1);
  expect(points.evaluate(posed(HANDS_IN_BELLY), new Float64Array(term.rows), null)).toBe(true);
});

test('a pose that is no number is undefined', () => {
  const params = HANDS_IN_BELLY.slice();
  params[layout.pose] = Number.NaN;
  expect(term.evaluate(posed(params), new Float64Array(term.rows), null)).toBe(false);
});
