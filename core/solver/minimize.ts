import type { Kinematics } from '../body/kinematics.js';
import type { Term } from '../terms/term.js';
import type { Termination } from '../types.js';
import { choleskySolve } from './cholesky.js';
import { doglegStep, norm } from './dogleg.js';
import { normalEquations } from './normal-equations.js';

export interface MinimizeOptions {
  /** Indices of the parameters that may move, ascending; the others stay. */
  readonly free: Uint16Array;
  /** N: what counts as one unit of each parameter for the trust region (1 m, 1 rad, 1 standard deviation). */
  readonly scale: Float64Array;
  readonly maxIterations: number;
  /** Stops when a step lowers the cost by less than this share of it. */
  readonly costTolerance: number;
}

export interface Minimum {
  readonly cost: number;
  readonly costByTerm: Readonly<Record<string, number>>;
  /** Trial steps, accepted or not. */
  readonly iterations: number;
  readonly termination: Termination;
}

/** First trust-region radius, in units of `scale`: about a radian in all. */
const FIRST_RADIUS = 1;
/** A region this small means that the model no longer predicts the cost. */
const SMALLEST_RADIUS = 1e-7;
const SMALLEST_GRADIENT = 1e-9;
/** Added to the Hessian's diagonal, relative to it and absolute: keeps directions that nothing observes solvable. */
const RELATIVE_DAMPING = 1e-9;
const ABSOLUTE_DAMPING = 1e-10;

/**
 * Minimises the sum of the terms by Powell's dogleg on Gauss-Newton normal equations. `params` is moved in place to the
 * best point found.
 *
 * In scaled variables y = x / scale: H ← S H S, g ← S g; radius control by the ratio of actual to predicted decrease
 * (Madsen, Nielsen & Tingleff 2004, alg. 3.21).
 */
export function minimize(
  kinematics: Kinematics,
  terms: readonly Term[],
  params: Float64Array,
  options: MinimizeOptions,
): Minimum {
  const { free, scale, maxIterations, costTolerance } = options;
  const n = free.length;
  const system = normalEquations(terms, free, params.length);
  const { hessian, gradient } = system;
  const factor = new Float64Array(n * n);
  const descent = new Float64Array(n);
  const gaussNewton = new Float64Array(n);
  const cauchy = new Float64Array(n);
  const step = new Float64Array(n);
  const trial = new Float64Array(params.length);
  let radius = FIRST_RADIUS;
  let iterations = 0;

  let cost = lineariseAt();
  const costs = Float64Array.from(system.costByTerm);
  const done = (termination: Termination): Minimum => ({
    cost,
    costByTerm: Object.fromEntries(terms.map((term, t) => [term.name, costs[t]])),
    iterations,
    termination,
  });
  if (!Number.isFinite(cost)) return done('failed');

  while (iterations < maxIterations) {
    if (gradient.every((g) => Math.abs(g) < SMALLEST_GRADIENT)) return done('small-gradient');
    if (!solve()) return done('failed');

    // The same linear model serves every radius until a step is accepted.
    for (;;) {
      iterations++;
      doglegStep(gaussNewton, cauchy, radius, step);
      const length = norm(step);
      if (length < SMALLEST_RADIUS) return done('small-step');
      trial.set(params);
      for (let i = 0; i < n; i++) trial[free[i]] += step[i] * scale[free[i]];
      const trialCost = system.cost(kinematics.pose(trial, false));
      const ratio = (cost - trialCost) / predictedDecrease();

      if (ratio > 0) {
        const gain = cost - trialCost;
        params.set(trial);
        costs.set(system.costByTerm);
        cost = trialCost;
        if (ratio > 0.75) radius = Math.max(radius, 3 * length);
        else if (ratio < 0.25) radius = length / 2;
        if (gain <= costTolerance * cost) return done('converged');
        break;
      }
      radius = length / 2; // worse, or undefined (NaN): nearer
      if (radius < SMALLEST_RADIUS) return done('small-step');
      if (iterations >= maxIterations) return done('iteration-limit');
    }
    if (iterations < maxIterations) lineariseAt();
  }
  return done('iteration-limit');

  /** Fills the normal equations at `params`, in scaled variables, and returns the cost. */
  function lineariseAt(): number {
    const value = system.linearise(kinematics.pose(params, true));
    for (let i = 0; i < n; i++) {
      gradient[i] *= scale[free[i]];
      for (let k = 0; k <= i; k++) hessian[i * n + k] *= scale[free[i]] * scale[free[k]];
    }
    return value;
  }

  /** Both ends of the dogleg: gaussNewton = −H⁻¹g and cauchy = −(‖g‖² / gᵀHg)·g. */
  function solve(): boolean {
    factor.set(hessian);
    for (let i = 0; i < n; i++) {
      factor[i * n + i] += RELATIVE_DAMPING * hessian[i * n + i] + ABSOLUTE_DAMPING;
      descent[i] = -gradient[i];
    }
    if (!choleskySolve(factor, n, descent, gaussNewton)) return false;
    const squared = norm(gradient) ** 2;
    const along = squared / quadratic(gradient);
    for (let i = 0; i < n; i++) cauchy[i] = -along * gradient[i];
    return Number.isFinite(along);
  }

  /** vᵀHv. */
  function quadratic(v: Float64Array): number {
    let sum = 0;
    for (let i = 0; i < n; i++) {
      let row = 0;
      for (let k = 0; k < i; k++) row += hessian[i * n + k] * v[k];
      sum += v[i] * (2 * row + hessian[i * n + i] * v[i]);
    }
    return sum;
  }

  /** What the model promises for `step`: −gᵀs − ½ sᵀHs. */
  function predictedDecrease(): number {
    let linear = 0;
    for (let i = 0; i < n; i++) linear += gradient[i] * step[i];
    return -linear - 0.5 * quadratic(step);
  }
}
