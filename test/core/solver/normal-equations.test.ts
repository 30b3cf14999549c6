import { expect, test } from 'vitest';
import type { PosedBody } from '../../../core/body/kinematics.js';
import { normalEquations } from '../../../core/solver/normal-equations.js';
import type { Term } from '../../../core/terms/term.js';

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
const at = (...params: number[]): PosedBody => ({
  params: Float64Array.from(params),
  joints: new Float64Array(0),
  jointsJacobian: new Float64Array(0),
  rotations: new Float64Array(0),
});

test('JᵀJ and Jᵀr over the free parameters, weights squared', () => {
  const system = normalEquations([linear], Uint16Array.of(0, 2), 3);
  expect(system.linearise(at(2, 1, 1))).toBe(0.5 * (3 * 3 + 4 * 1));
  // Free columns of J: (1, 2) in row 0, nothing in row 1; the upper triangle is not filled.
  expect([...system.hessian]).toEqual([1, 0, 2, 4]);
  expect([...system.gradient]).toEqual([3, 6]);
});

test('cost by term adds up; an undefined term makes the cost NaN', () => {
  const system = normalEquations([linear, linear], Uint16Array.of(0, 1, 2), 3);
  const cost = system.cost(at(2, 1, 1));
  expect([...system.costByTerm]).toEqual([cost / 2, cost / 2]);
  const broken = normalEquations([{ ...linear, evaluate: () => false }], Uint16Array.of(0), 3);
  expect(broken.cost(at(0, 0, 0))).toBeNaN();
});
