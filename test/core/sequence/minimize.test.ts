import { describe, expect, test } from 'vitest';
import type { Kinematics } from '../../../core/body/kinematics.js';
import { minimizeSequence, type SequenceMinimum } from '../../../core/sequence/minimize.js';
import type { Term } from '../../../core/solver/term.js';
import { line } from '../../support/line.js';
import { parametersOnly } from '../../support/parameters-only.js';

const LIMITS = { maxIterations: 200, costTolerance: 0 };

/** Minimises the terms of a single frame of one parameter, from 0. `tried`: where the solver looked, in this order. */
function minimize(
  terms: readonly Term[],
  limits: Partial<typeof LIMITS> = {},
): SequenceMinimum & { tried: number[]; x: number } {
  const tried: number[] = [];
  const kinematics: Kinematics = {
    layout: { translation: 0, pose: 1, betas: 1, count: 1 },
    pose(params, isLinearised) {
      if (!isLinearised) tried.push(params[0]);
      return parametersOnly(params);
    },
  };
  const params = [Float64Array.of(0)];
  const objective = { frames: [terms], shape: null, motion: [], turning: 0 };
  const minimum = minimizeSequence(kinematics, params, Uint16Array.of(0), objective, { ...LIMITS, ...limits });
  return { ...minimum, tried: tried.slice(1), x: params[0][0] }; // the first is the cost of the start
}

describe('damping', () => {
  /** λ of each step from r, of which the model (slope ±1) tells the step r / (1 + λ + 1e-8). */
  const dampingOf = (residual: number, step: number): number => Math.abs(residual / step) - 1 - 1e-8;

  test('falls to a fifth with each step that gains, but not below 1e-7', () => {
    // Told to fall twice as fast as it does: each step leaves half of the residual, and there are many.
    const { tried } = minimize([line(100, -0.5, -1)], { maxIterations: 9 });
    const found = tried.map((x, i) => {
      const before = i === 0 ? 0 : tried[i - 1];
      return dampingOf(100 - 0.5 * before, x - before);
    });
    const expected = [1e-3, 2e-4, 4e-5, 8e-6, 1.6e-6, 3.2e-7, 1e-7, 1e-7, 1e-7];
    expect(found).toEqual(expected.map((value) => expect.closeTo(value, 10))); // differences of numbers near 100
  });

  test('rises eightfold with each step that is worse, from the same place, until it stands still beyond 1e6', () => {
    const { tried, x, termination, iterations } = minimize([line(10, 1, -1)]);
    const expected = Array.from({ length: 10 }, (_, i) => 1e-3 * 8 ** i);
    expect(tried.map((own, i) => dampingOf(10, own) / expected[i])).toEqual(expected.map(() => expect.closeTo(1, 4)));
    expect([termination, x, iterations]).toEqual(['small-step', 0, 10]);
  });

  test('rises where the equations cannot be solved', () => {
    const numberless: Term = {
      ...line(1, 1),
      evaluate: (_, residual, jacobian) => {
        residual[0] = 1;
        jacobian?.fill(Number.NaN);
        return true;
      },
    };
    expect(minimize([numberless])).toMatchObject({ termination: 'small-step', iterations: 10, x: 0, tried: [] });
  });
});

describe('stops', () => {
  test('converged, when a step gains no more than the tolerated share of what is left', () => {
    const both = [line(-1, 1), line(2, 0)]; // ½ (x − 1)² + 2: the step gains ½ and leaves 2
    const once = minimize(both, { costTolerance: 0.3 });
    expect(once).toMatchObject({ termination: 'converged', iterations: 1 });
    expect(once.x).toBeCloseTo(1, 2);
    expect(once.cost).toBeCloseTo(2, 5);
    expect(minimize(both, { costTolerance: 0.2 }).iterations).toBe(2);
  });

  test('at the iteration limit, also among steps that are worse', () => {
    expect(minimize([line(100, -0.5, -1)], { maxIterations: 3 })).toMatchObject({
      termination: 'iteration-limit',
      iterations: 3,
    });
    expect(minimize([line(10, 1, -1)], { maxIterations: 3 })).toMatchObject({
      termination: 'iteration-limit',
      iterations: 3,
      x: 0,
    });
  });

  test('failed, at once, where the start is undefined', () => {
    const undefinedTerm: Term = { ...line(1, 1), evaluate: () => false };
    expect(minimize([undefinedTerm])).toMatchObject({ termination: 'failed', iterations: 0, x: 0, tried: [] });
  });
});
