import { seededRandom } from '../random.js';
import { pairedSymmetry, type Symmetry } from './components.js';
import type { Mirror } from './mirror.js';
import { clusterStart, fitMixture, type MixtureFit, type MixtureOptions } from './mixture.js';
import { type Samples, selectRows } from './samples.js';

/** Starts are tried on every third sample: their order is clear there, at a third of the time. */
const TRIAL_STEP = 3;
/** Trials also stop earlier: EM gains little after that. */
const TRIAL_TOLERANCE = 1e-2;

/** How many starts, and with how many components that are their own reflections. */
export interface RestartPlan {
  readonly selfCounts: readonly number[];
  readonly startsEach: number;
}

/**
 * EM finds the nearest optimum only: fits a symmetric mixture from several starts and carries the most likely one to
 * convergence on all samples.
 */
export function fitFromManyStarts(
  samples: Samples,
  options: Omit<MixtureOptions, 'symmetry'>,
  mirror: Mirror,
  plan: RestartPlan,
  seed: number,
): MixtureFit {
  const trialSamples = everyNth(samples, TRIAL_STEP);
  let best: { readonly trial: MixtureFit; readonly symmetry: Symmetry } | undefined;
  for (const selfCount of plan.selfCounts) {
    const symmetry = pairedSymmetry(mirror, options.componentCount, selfCount);
    const trialOptions = { ...options, symmetry, tolerance: TRIAL_TOLERANCE };
    for (let start = 0; start < plan.startsEach; start++) {
      const random = seededRandom(seed + start);
      const trial = fitMixture(trialSamples, trialOptions, clusterStart(trialSamples, trialOptions, random));
      if (best && trial.negativeLogLikelihood >= best.trial.negativeLogLikelihood) continue;
      best = { trial, symmetry };
    }
  }
  if (!best) throw new RangeError('a restart plan needs at least one start');
  return fitMixture(samples, { ...options, symmetry: best.symmetry }, best.trial.gaussians);
}

function everyNth({ values, weights, dimension }: Samples, step: number): Samples {
  const rows = Int32Array.from({ length: Math.ceil(weights.length / step) }, (_, r) => r * step);
  return {
    dimension,
    values: selectRows(values, dimension, rows),
    weights: Float64Array.from(rows, (n) => weights[n]),
  };
}
