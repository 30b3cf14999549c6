import type { InferenceRuntime } from '../../core/detect/runtime.js';
import { createFitter, type Fitter } from '../../core/fit/fitter.js';
import type { Lifter } from '../../core/lift/lifter.js';
import { openLifter } from '../../core/lift/open-lifter.js';
import type { BodyModel, PosePrior } from '../../core/types.js';
import { shippedFile } from '../../models/registry.js';
import { inUnitsOf, withStrength } from './prior-strength.js';
import { rememberingLifter } from './remembering-lifter.js';

/** A fitter, and what finds the pose that its fits start from. */
export interface LiftingFitter {
  readonly fitter: Fitter;
  readonly lifter: Lifter;
}

/** Fitters by body and strengths of the priors; the last two are kept: a slider leaves dozens behind. */
export function createLiftingFitters(
  body: (name: string) => Promise<BodyModel>,
  prior: () => Promise<PosePrior>,
  runtime: InferenceRuntime,
) {
  const kept: (LiftingFitter & { key: string; model: BodyModel })[] = [];
  return async (name: string, posePrior: number, shapePrior: number): Promise<LiftingFitter> => {
    const model = await body(name);
    const key = `${posePrior} ${shapePrior}`;
    const found = kept.find((entry) => entry.model === model && entry.key === key);
    if (found !== undefined) return found;
    const fitter = createFitter(inUnitsOf(model, shapePrior), withStrength(await prior(), posePrior));
    // The network knows the betas of the neutral body, in their own units.
    const knownShape = shapePrior === 1 && model.sha256 === shippedFile('body', 'neutral').sha256;
    const lifter = rememberingLifter(await openLifter(runtime, fitter.skeleton, knownShape));
    const made = { key, model, fitter, lifter };
    kept.unshift(made);
    kept.splice(2);
    return made;
  };
}
