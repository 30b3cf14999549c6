import { expect, test } from 'vitest';
import type { Kinematics } from '../../../core/body/kinematics.js';
import { createMinimizer } from '../../../core/solver/minimize.js';
import type { Term } from '../../../core/terms/term.js';
import { parametersOnly } from '../../support/parameters-only.js';

/** The solver sees only parameters: a "skeleton" that hands them on. */
const kinematics: Kinematics = {
  layout: { translation: 0, pose: 0, betas: 0, count: 2 },
  pose: parametersOnly,
};
const minimize = createMinimizer(kinematics);

const options = {
  free: Uint16Array.of(0, 1),
  scale: Float64Array.of(1, 1),
  maxIterations: 200,
  costTolerance: 1e-12,
};

/** Rosenbrock's valley as least squares: r = (10 (y − x²), 1 − x), minimum 0 at (1, 1). */
const rosenbrock: Term = {
  name: 'rosenbrock',
  rows: 2,
  loss: null,
  weights: Float64Array.of(1, 1),
  evaluate({ params: [x, y] }, residual, jacobian) {
    residual.set([10 * (y - x * x), 1 - x]);
    jacobian?.set([-20 * x, 10, -1, 0]);
    return true;
  },
};

test('finds the minimum of Rosenbrock from the classic start', () => {
  const params = Float64Array.of(-1.2, 1);
  const { cost, costByTerm } = minimize([rosenbrock], params, options);
  expect(params[0]).toBeCloseTo(1, 6);
  expect(params[1]).toBeCloseTo(1, 6);
  expect(cost).toBeLessThan(1e-12);
  expect(costByTerm).toEqual({ rosenbrock: cost });
});

test('a parameter that is not free stays', () => {
  const params = Float64Array.of(-1.2, 1);
  minimize([rosenbrock], params, { ...options, free: Uint16Array.of(1) });
  expect(params[0]).toBe(-1.2);
  expect(params[1]).toBeCloseTo(1.44, 6);
});

test('never goes where a term is undefined, and never raises the cost', () => {
  const walled: Term = {
    ...rosenbrock,
    evaluate: (body, residual, jacobian) => body.params[0] < 0.5 && rosenbrock.evaluate(body, residual, jacobian),
  };
  const params = Float64Array.of(-1.2, 1);
  const before = 0.5 * (4.4 * 4.4 + 2.2 * 2.2);
  const { cost } = minimize([walled], params, options);
  expect(params[0]).toBeLessThan(0.5);
  expect(cost).toBeLessThan(before);
});

test('its memory carries nothing over: the same again after other problems', () => {
  const run = (terms: readonly Term[], free = options.free): number[] => {
    const params = Float64Array.of(-1.2, 1);
    const { cost, iterations } = minimize(terms, params, { ...options, free });
    return [...params, cost, iterations];
  };
  const first = run([rosenbrock]);
  run([{ ...rosenbrock, weights: Float64Array.of(3, 0.1) }, rosenbrock], Uint16Array.of(0));
  run([{ ...rosenbrock, evaluate: () => false }]);
  expect(run([rosenbrock])).toEqual(first);
});

test('the body is asked for the points that the terms read, for all where one does not tell', () => {
  const asked: (number[] | undefined)[] = [];
  const minimizeWatched = createMinimizer({
    ...kinematics,
    pose(params, _, points) {
      asked.push(points && [...points]);
      return parametersOnly(params);
    },
  });
  const once = { ...options, maxIterations: 1 };
  const reading = (...points: number[]): Term => ({ ...rosenbrock, points: Uint16Array.from(points) });
  minimizeWatched([reading(7, 2), reading(2, 5)], Float64Array.of(-1.2, 1), once);
  expect(asked).toEqual([
    [2, 5, 7],
    [2, 5, 7],
  ]);
  asked.length = 0;
  minimizeWatched([reading(7), rosenbrock], Float64Array.of(-1.2, 1), once);
  expect(asked).toEqual([undefined, undefined]);
});

test('an undefined start fails at once and leaves the parameters', () => {
  const params = Float64Array.of(3, 4);
  const { termination } = minimize([{ ...rosenbrock, evaluate: () => false }], params, options);
  expect(termination).toBe('failed');
  expect([...params]).toEqual([3, 4]);
});

test('stops at the iteration limit', () => {
  const { termination, iterations } = minimize([rosenbrock], Float64Array.of(-1.2, 1), {
    ...options,
    maxIterations: 3,
  });
  expect(termination).toBe('iteration-limit');
  expect(iterations).toBe(3);
});
