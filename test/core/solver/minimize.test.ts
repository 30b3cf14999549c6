import { describe, expect, test } from 'vitest';
import type { Kinematics } from '../../../core/body/kinematics.js';
import { createMinimizer } from '../../../core/solver/minimize.js';
import type { Term } from '../../../core/solver/term.js';
import { line } from '../../support/line.js';
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

describe('trust region', () => {
  /** The first three places of the first parameter that the solver tries, from 0. */
  const triedFor = (term: Term): number[] => {
    const tried: number[] = [];
    const watched = createMinimizer({
      ...kinematics,
      pose(params, isLinearised) {
        if (!isLinearised) tried.push(params[0]);
        return parametersOnly(params);
      },
    });
    watched([term], Float64Array.of(0, 0), { ...options, free: Uint16Array.of(0), maxIterations: 3 });
    return tried;
  };

  test('grows threefold where the model holds: a hundred units take 6 steps, not 100', () => {
    const params = Float64Array.of(0, 0);
    const { iterations } = minimize([line(-100, 1)], params, options);
    expect(params[0]).toBeCloseTo(100, 6);
    expect(iterations).toBeLessThanOrEqual(7); // 1 + 3 + 9 + 27 + 60, and what the damping left
    expect(triedFor(line(-100, 1))).toEqual([1, 4, 13]);
  });

  test('shrinks to half a step that gains, but less than a quarter of what the model told', () => {
    // The damping of the normal equations leaves a share of 1e-9.
    expect(triedFor(line(10, -0.1, -10))).toEqual([1, 1.5, 1.75].map((x) => expect.closeTo(x, 6)));
  });

  test('stays where the model told about twice the gain', () => {
    expect(triedFor(line(100, -0.5, -1))).toEqual([1, 2, 3]);
  });

  test('shrinks to half a step that was worse, and tries from the same place again', () => {
    expect(triedFor(line(10, 1, -1))).toEqual([1, 0.5, 0.25]);
  });
});

describe('stops', () => {
  /** Why, where, and after how many iterations. */
  const ends = (term: Term, further: Partial<typeof options> = {}): [string, number, number] => {
    const params = Float64Array.of(0, 0);
    const { termination, iterations } = minimize([term], params, { ...options, free: Uint16Array.of(0), ...further });
    return [termination, params[0], iterations];
  };
  const numberless: Term = {
    ...line(1, 1),
    evaluate(_, residual, jacobian) {
      residual[0] = 1;
      jacobian?.fill(Number.NaN);
      return true;
    },
  };

  test('converged, when a step gains less than the tolerated share of what is left', () => {
    const params = Float64Array.of(0, 0);
    const both = [line(-1, 1), line(2, 0)]; // ½ (x − 1)² + 2: the step gains ½ and leaves 2
    const { termination } = minimize(both, params, { ...options, free: Uint16Array.of(0), costTolerance: 0.3 });
    expect([termination, params[0]]).toEqual(['converged', expect.closeTo(1, 6)]);
  });

  test('with a small gradient, where nothing is to be gained', () => {
    expect(ends(line(5, 0))).toEqual(['small-gradient', 0, 0]);
    expect(ends(line(5, 1e-11))).toEqual(['small-gradient', 0, 0]);
  });

  test('with a small step, where the model tells what the cost does not do, or the minimum is that near', () => {
    expect(ends(line(10, 1, -1))).toEqual(['small-step', 0, 24]); // 1/2²⁴ < 1e-7
    expect(ends(line(-1e-5, 1e3))).toEqual(['small-step', 0, 1]);
  });

  test('at the iteration limit, also among steps that are worse', () => {
    expect(ends(line(-100, 1), { maxIterations: 2 })).toEqual(['iteration-limit', 4, 2]);
    expect(ends(line(10, 1, -1), { maxIterations: 2 })).toEqual(['iteration-limit', 0, 2]);
  });

  test('failed, where the Jacobian is no number', () => {
    expect(ends(numberless)).toEqual(['failed', 0, 0]);
  });
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
