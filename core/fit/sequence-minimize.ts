import type { Kinematics } from '../body/kinematics.js';
import { bandedMatrix, factoriseBanded, solveBanded } from '../solver/banded-cholesky.js';
import { choleskySolve } from '../solver/cholesky.js';
import type { Termination } from '../types.js';
import { type SequenceObjective, sequenceSystem } from './sequence-system.js';
import type { Limits } from './stages.js';

/** Levenberg-Marquardt's damping, relative to the diagonal. */
const FIRST_DAMPING = 1e-3;
const LEAST_DAMPING = 1e-7;
const MOST_DAMPING = 1e6;
const LESS = 0.2;
const MORE = 8;
/** Added to the diagonal besides: keeps directions that nothing observes solvable. */
const ABSOLUTE_DAMPING = 1e-8;

/** How a minimisation over all frames ended. */
export interface SequenceMinimum {
  readonly cost: number;
  readonly iterations: number;
  readonly termination: Termination;
}

/**
 * Minimises over all frames at once by Levenberg-Marquardt. One frame after the other, each held by its neighbours,
 * smooths no further than the few frames that sweeps reach; all at once costs little more, as the matrix is banded but
 * for the betas, which are eliminated last (Schur):
 *
 *   (C − Bᵀ A⁻¹ B) dβ = −g_β + Bᵀ A⁻¹ g_x        dx = −A⁻¹ (g_x + B dβ)
 *
 * @param params T of N numbers each, moved in place; those of the betas must be the same in all
 * @param free the parameters of a frame that may move, ascending, without the betas
 */
export function minimizeSequence(
  kinematics: Kinematics,
  params: readonly Float64Array[],
  free: Uint16Array,
  objective: SequenceObjective,
  { maxIterations, costTolerance }: Limits,
): SequenceMinimum {
  const { layout } = kinematics;
  const T = params.length;
  const n = free.length;
  const B = objective.shape === null ? 0 : layout.count - layout.betas;
  const system = sequenceSystem(kinematics, free, objective);
  const factor = bandedMatrix(T, n);
  const along = Array.from({ length: B + 1 }, () => new Float64Array(T * n)); // A⁻¹ B, A⁻¹ g_x
  const step = new Float64Array(T * n + B);
  const trial = params.map((frame) => frame.slice());
  let damping = FIRST_DAMPING;
  let cost = system.cost(params);
  let iterations = 0;
  if (!Number.isFinite(cost)) return { cost, iterations, termination: 'failed' };

  while (iterations < maxIterations) {
    system.linearise(params);
    for (;;) {
      iterations++;
      const trialCost = solve() ? costThere() : Number.POSITIVE_INFINITY;
      if (trialCost < cost) {
        const gain = cost - trialCost;
        cost = trialCost;
        params.forEach((frame, t) => {
          frame.set(trial[t]);
        });
        damping = Math.max(LEAST_DAMPING, LESS * damping);
        if (gain <= costTolerance * cost) return { cost, iterations, termination: 'converged' };
        break;
      }
      damping *= MORE;
      if (damping > MOST_DAMPING) return { cost, iterations, termination: 'small-step' };
      if (iterations >= maxIterations) break;
    }
  }
  return { cost, iterations, termination: 'iteration-limit' };

  function costThere(): number {
    params.forEach((frame, t) => {
      trial[t].set(frame);
      for (let i = 0; i < n; i++) trial[t][free[i]] += step[t * n + i];
      for (let b = 0; b < B; b++) trial[t][layout.betas + b] += step[T * n + b];
    });
    return system.cost(trial);
  }

  /** Fills `step`; false where the damped matrix is not positive definite. */
  function solve(): boolean {
    const { A, border, corner, gradient } = system;
    factor.values.set(A.values);
    for (let i = 0; i < T * n; i++) {
      const diagonal = i * 3 * n + 2 * n + (i % n);
      factor.values[diagonal] += damping * A.values[diagonal] + ABSOLUTE_DAMPING;
    }
    if (!factoriseBanded(factor)) return false;
    for (let b = 0; b < B; b++) {
      for (let i = 0; i < T * n; i++) along[b][i] = border[i * B + b];
      solveBanded(factor, along[b]);
    }
    const back = along[B];
    back.set(gradient.subarray(0, T * n));
    solveBanded(factor, back);
    const reduced = corner.slice();
    const right = new Float64Array(B);
    for (let b = 0; b < B; b++) {
      reduced[b * B + b] += damping * corner[b * B + b] + ABSOLUTE_DAMPING;
      right[b] = -gradient[T * n + b];
      for (let i = 0; i < T * n; i++) {
        const value = border[i * B + b];
        if (value === 0) continue;
        right[b] += value * back[i];
        for (let c = 0; c <= b; c++) reduced[b * B + c] -= value * along[c][i];
      }
    }
    const shape = step.subarray(T * n);
    if (!choleskySolve(reduced, B, right, shape)) return false;
    for (let i = 0; i < T * n; i++) {
      let value = -back[i];
      for (let b = 0; b < B; b++) value -= along[b][i] * shape[b];
      step[i] = value;
    }
    return true;
  }
}
