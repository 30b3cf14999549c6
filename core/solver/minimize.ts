import type { Kinematics } from '../body/kinematics.js';
import type { Termination } from '../types.js';
import { choleskySolve } from './cholesky.js';
import { doglegStep, norm } from './dogleg.js';
import { dot } from './dot.js';
import { type NormalEquations, normalEquations } from './normal-equations.js';
import type { Term } from './term.js';

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
const MIN_RADIUS = 1e-7;
/** A gradient this small, the largest |∂E/∂y|, is none: a step of one unit would change the cost by less. */
const MIN_GRADIENT = 1e-9;
/**
 * Radius control of Madsen, Nielsen & Tingleff 2004, alg. 3.21: above the first ratio of actual to predicted decrease
 * the region reaches this many steps far, below the second it shrinks. Ours shrinks to half the step, theirs to half
 * the radius, which a Gauss-Newton step well inside the region would not feel.
 */
const GOOD_RATIO = 0.75;
const POOR_RATIO = 0.25;
const GROWTH = 3;
/** Added to the Hessian's diagonal, relative to it and absolute: keeps directions that nothing observes solvable. */
const RELATIVE_DAMPING = 1e-9;
const ABSOLUTE_DAMPING = 1e-10;

/** What one minimisation computes in; n free parameters. */
interface Memory {
  readonly system: NormalEquations;
  /** n×n. */
  readonly factor: Float64Array;
  /** n each. */
  readonly descent: Float64Array;
  readonly gaussNewton: Float64Array;
  readonly cauchy: Float64Array;
  readonly step: Float64Array;
}

/**
 * Minimises the sum of the terms by Powell's dogleg on Gauss-Newton normal equations. `params` is moved in place to the
 * best point found.
 */
export type Minimize = (terms: readonly Term[], params: Float64Array, options: MinimizeOptions) => Minimum;

/** A solver for one body; it holds the memory that its minimisations share, by their array of free parameters. */
export function createMinimizer(kinematics: Kinematics): Minimize {
  const N = kinematics.layout.count;
  const memories = new WeakMap<Uint16Array, Memory>();
  const trial = new Float64Array(N);
  return (terms, params, options) => {
    let memory = memories.get(options.free);
    if (memory === undefined) {
      memory = memoryFor(options.free, N);
      memories.set(options.free, memory);
    }
    return minimize(kinematics, terms, params, options, memory, trial);
  };
}

function memoryFor(free: Uint16Array, N: number): Memory {
  const n = free.length;
  return {
    system: normalEquations(free, N),
    factor: new Float64Array(n * n),
    descent: new Float64Array(n),
    gaussNewton: new Float64Array(n),
    cauchy: new Float64Array(n),
    step: new Float64Array(n),
  };
}

/** In scaled variables y = x / scale; radius control by the ratio of actual to predicted decrease. */
function minimize(
  kinematics: Kinematics,
  terms: readonly Term[],
  params: Float64Array,
  options: MinimizeOptions,
  memory: Memory,
  trial: Float64Array,
): Minimum {
  const { free, scale, maxIterations, costTolerance } = options;
  const { system, factor, descent, gaussNewton, cauchy, step } = memory;
  const { hessian, gradient } = system;
  const n = free.length;
  const points = pointsOf(terms);
  const costs = new Float64Array(terms.length); // E of each term at params
  const trialCosts = new Float64Array(terms.length);
  let radius = FIRST_RADIUS;
  let iterations = 0;

  let cost = lineariseAt();
  const done = (termination: Termination): Minimum => ({
    cost,
    costByTerm: Object.fromEntries(terms.map((term, t) => [term.name, costs[t]])),
    iterations,
    termination,
  });
  if (!Number.isFinite(cost)) return done('failed');

  while (iterations < maxIterations) {
    if (steepest() < MIN_GRADIENT) return done('small-gradient');
    if (!solve()) return done('failed');

    // The same linear model serves every radius until a step is accepted.
    for (;;) {
      iterations++;
      doglegStep(gaussNewton, cauchy, radius, step);
      const length = norm(step);
      if (length < MIN_RADIUS) return done('small-step');
      trial.set(params);
      for (let i = 0; i < n; i++) trial[free[i]] += step[i] * scale[free[i]];
      const trialCost = system.cost(terms, kinematics.pose(trial, false, points), trialCosts);
      const ratio = (cost - trialCost) / predictedDecrease();

      if (ratio > 0) {
        const gain = cost - trialCost;
        params.set(trial);
        costs.set(trialCosts);
        cost = trialCost;
        if (ratio > GOOD_RATIO) radius = Math.max(radius, GROWTH * length);
        else if (ratio < POOR_RATIO) radius = length / 2;
        if (gain <= costTolerance * cost) return done('converged');
        break;
      }
      radius = length / 2; // worse, or undefined (NaN): nearer
      if (radius < MIN_RADIUS) return done('small-step');
      if (iterations >= maxIterations) return done('iteration-limit');
    }
    if (iterations < maxIterations) lineariseAt();
  }
  return done('iteration-limit');

  /** Fills the normal equations at `params` and returns the cost. */
  function lineariseAt(): number {
    return system.linearise(terms, kinematics.pose(params, true, points), scale, costs);
  }

  /** Largest |g|. */
  function steepest(): number {
    let largest = 0;
    for (let i = 0; i < n; i++) largest = Math.max(largest, Math.abs(gradient[i]));
    return largest;
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
      sum += v[i] * (2 * dot(hessian, i * n, v, 0, i) + hessian[i * n + i] * v[i]);
    }
    return sum;
  }

  /** What the model promises for `step`: −gᵀs − ½ sᵀHs. */
  function predictedDecrease(): number {
    return -dot(gradient, 0, step, 0, n) - 0.5 * quadratic(step);
  }
}

/** The joints and points of the body that the terms read, or undefined where one does not tell. */
function pointsOf(terms: readonly Term[]): Uint16Array | undefined {
  const points = new Set<number>();
  for (const term of terms) {
    if (term.points === undefined) return undefined;
    for (const point of term.points) points.add(point);
  }
  return Uint16Array.from(points).sort();
}
