import type { Kinematics } from '../body/kinematics.js';
import type { ParameterLayout } from '../body/skeleton.js';
import type { Limits } from '../fit/stages.js';
import type { Termination } from '../types.js';
import { createSequenceStep } from './step.js';
import { type SequenceObjective, sequenceSystem } from './system.js';

/** Levenberg-Marquardt's damping, relative to the diagonal. */
const FIRST_DAMPING = 1e-3;
const MIN_DAMPING = 1e-7;
const MAX_DAMPING = 1e6;
const LESS = 0.2;
const MORE = 8;

/** How a minimisation over all frames ended. */
export interface SequenceMinimum {
  readonly cost: number;
  readonly iterations: number;
  readonly termination: Termination;
}

/**
 * Minimises over all frames at once by Levenberg-Marquardt. One frame after the other, each held by its neighbours,
 * smooths no further than the few frames that sweeps reach; all at once costs little more, as the matrix is banded but
 * for the betas.
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
  const system = sequenceSystem(kinematics, free, objective);
  const solve = createSequenceStep(system);
  const step = new Float64Array(system.gradient.length);
  const trial = params.map((frame) => frame.slice());
  let damping = FIRST_DAMPING;
  let cost = system.cost(params);
  let iterations = 0;
  if (!Number.isFinite(cost)) return { cost, iterations, termination: 'failed' };

  while (iterations < maxIterations) {
    system.linearise(params);
    for (;;) {
      iterations++;
      const isSolved = solve(damping, step);
      if (isSolved) addStep(params, step, free, kinematics.layout, trial);
      const trialCost = isSolved ? system.cost(trial) : Number.POSITIVE_INFINITY;
      if (trialCost < cost) {
        const gain = cost - trialCost;
        cost = trialCost;
        params.forEach((frame, t) => {
          frame.set(trial[t]);
        });
        damping = Math.max(MIN_DAMPING, LESS * damping);
        if (gain <= costTolerance * cost) return { cost, iterations, termination: 'converged' };
        break;
      }
      damping *= MORE;
      if (damping > MAX_DAMPING) return { cost, iterations, termination: 'small-step' };
      if (iterations >= maxIterations) break;
    }
  }
  return { cost, iterations, termination: 'iteration-limit' };
}

/**
 * params + step.
 *
 * @param step Tn + B
 * @param out T of N numbers each, overwritten
 */
function addStep(
  params: readonly Float64Array[],
  step: Float64Array,
  free: Uint16Array,
  { betas }: ParameterLayout,
  out: readonly Float64Array[],
): void {
  const n = free.length;
  const shared = step.subarray(params.length * n);
  params.forEach((frame, t) => {
    out[t].set(frame);
    for (let i = 0; i < n; i++) out[t][free[i]] += step[t * n + i];
    for (let b = 0; b < shared.length; b++) out[t][betas + b] += shared[b];
  });
}
