import { expect, test } from 'vitest';
import { createKinematics } from '../../../core/body/kinematics.js';
import { skeletonOf } from '../../../core/body/skeleton.js';
import { gemanMcClure } from '../../../core/solver/loss.js';
import { normalEquations } from '../../../core/solver/normal-equations.js';
import { robustify } from '../../../core/solver/robustify.js';
import type { Term } from '../../../core/solver/term.js';
import { depthEvidence } from '../../../core/terms/depth-evidence.js';
import { hingeOneSided } from '../../../core/terms/hinge-one-sided.js';
import { posePrior } from '../../../core/terms/pose-prior.js';
import { reprojection } from '../../../core/terms/reprojection.js';
import { shapePrior } from '../../../core/terms/shape-prior.js';
import { goldenBody, goldenCases } from '../../support/golden-body.js';
import { smallPrior } from '../../support/mixture.js';
import { parametersOnly } from '../../support/parameters-only.js';

/** r = (x0 + 2·x2, 3·x1) − (1, 2), with a column of zeros in each row. */
const linear: Term = {
  name: 'linear',
  rows: 2,
  loss: null,
  weights: Float64Array.of(1, 2),
  evaluate({ params }, residual, jacobian) {
    residual[0] = params[0] + 2 * params[2] - 1;
    residual[1] = 3 * params[1] - 2;
    jacobian?.set([1, 0, 2, 0, 3, 0]);
    return true;
  },
};
const body = parametersOnly(Float64Array.of(2, 1, 1));
const ones = Float64Array.of(1, 1, 1);

test('JᵀJ and Jᵀr over the free parameters, weights squared', () => {
  const { linearise, hessian, gradient } = normalEquations(Uint16Array.of(0, 2), 3);
  expect(linearise([linear], body, ones, new Float64Array(1))).toBe(0.5 * (3 * 3 + 4 * 1));
  // Free columns of J: (1, 2) in row 0, nothing in row 1; the lower triangle.
  expect([hessian[0], hessian[2], hessian[3]]).toEqual([1, 2, 4]);
  expect([...gradient]).toEqual([3, 6]);
});

test('each parameter in its own unit', () => {
  const { linearise, hessian, gradient } = normalEquations(Uint16Array.of(0, 2), 3);
  linearise([linear], body, Float64Array.of(10, 7, 3), new Float64Array(1));
  expect([hessian[0], hessian[2], hessian[3]]).toEqual([100, 60, 36]);
  expect([...gradient]).toEqual([30, 18]);
});

test('cost by term adds up; an undefined term makes the cost NaN', () => {
  const system = normalEquations(Uint16Array.of(0, 1, 2), 3);
  const costByTerm = new Float64Array(2);
  const cost = system.cost([linear, linear], body, costByTerm);
  expect([...costByTerm]).toEqual([cost / 2, cost / 2]);
  expect(system.cost([{ ...linear, evaluate: () => false }], body, costByTerm)).toBeNaN();
});

/** Every term of a fit, with an odd number of rows in one of them, on a body whose points move with many joints. */
const kinematics = createKinematics(skeletonOf(goldenBody({ nose: 3, left_heel: 7 })));
const { layout } = kinematics;
const camera = { focalLength: 1000, principalPoint: [320, 240], width: 640, height: 480 } as const;
const { mixture } = smallPrior();
const terms: readonly Term[] = [
  reprojection(
    {
      jointOf: Uint16Array.of(0, 9, 24, 20, 25),
      xy: Float64Array.of(300, 200, 310, 220, 350, 260, 330, 230, 320, 250),
      confidence: Float64Array.of(1, 0.5, 0.9, 0.1, 0.7),
    },
    camera,
    4,
    gemanMcClure(6),
  ),
  posePrior(mixture, layout.pose + 3, Math.sqrt(3)),
  hingeOneSided(layout.pose, 5),
  shapePrior(layout.betas, layout.count - layout.betas, 1),
  depthEvidence(
    {
      jointOf: Uint16Array.of(18, 5, 20),
      depth: Float64Array.of(0.2, -0.1, 0),
      confidence: Float64Array.of(1, 0.5, 0.2),
      hips: [1, 2],
    },
    0.15,
    gemanMcClure(3),
  ),
];
const N = layout.count;
const everything = Uint16Array.from({ length: N }, (_, n) => n);

test.each([
  ['all parameters', everything],
  ['the camera alone', everything.slice(0, 6)],
  ['some of each', everything.filter((n) => n % 7 !== 3)],
])('%s free: what terms add themselves, and sparse rows, make the product of the dense Jacobian', (_, free) => {
  const system = normalEquations(free, N);
  const scale = Float64Array.from({ length: N }, (__, n) => 1 + (n % 4));
  const points = Uint16Array.from(new Set(terms.flatMap((term) => [...(term.points ?? [])])));
  for (const { pose, betas } of goldenCases) {
    const params = Float64Array.from([0.3, -0.2, 9, ...pose, ...betas]);
    const expected = denseProduct(params, free, scale);
    const costByTerm = new Float64Array(terms.length);
    const cost = system.linearise(terms, kinematics.pose(params, true, points), scale, costByTerm);
    expect(cost / expected.cost).toBeCloseTo(1, 12);
    // The same products in another order, relative to the largest.
    for (const [found, dense] of [
      [system.hessian, expected.hessian],
      [system.gradient, expected.gradient],
    ]) {
      const n = dense.length / free.length; // columns: the upper triangle of the Hessian is not compared
      let largest = 0;
      let difference = 0;
      for (let i = 0; i < dense.length; i++) {
        if (i % n > Math.floor(i / n)) continue;
        largest = Math.max(largest, Math.abs(dense[i]));
        difference = Math.max(difference, Math.abs(dense[i] - found[i]));
      }
      expect(difference).toBeLessThan(1e-12 * largest);
    }
  }
});

/** JᵀJ (n×n) and Jᵀr by the letter, from each term's own Jacobian, everything of the body up to date. */
function denseProduct(
  params: Float64Array,
  free: Uint16Array,
  scale: Float64Array,
): { cost: number; hessian: Float64Array; gradient: Float64Array } {
  const n = free.length;
  const hessian = new Float64Array(n * n);
  const gradient = new Float64Array(n);
  let cost = 0;
  const posed = kinematics.pose(params, true);
  for (const term of terms) {
    const residual = new Float64Array(term.rows);
    const jacobian = new Float64Array(term.rows * N);
    term.evaluate(posed, residual, jacobian);
    cost += robustify(term, residual, jacobian);
    for (let row = 0; row < term.rows; row++) {
      for (let i = 0; i < n; i++) {
        const value = scale[free[i]] * jacobian[row * N + free[i]];
        gradient[i] += value * residual[row];
        for (let k = 0; k < n; k++) hessian[i * n + k] += value * scale[free[k]] * jacobian[row * N + free[k]];
      }
    }
  }
  return { cost, hessian, gradient };
}
