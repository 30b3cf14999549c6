import { lifterOnce } from '../../converters/session/lifter-once.js';
import type { InferenceRuntime } from '../../core/detect/runtime.js';
import { createFitter, type Fitter } from '../../core/fit/fitter.js';
import type { Lifter } from '../../core/lift/lifter.js';
import type { BodyModel, PosePrior } from '../../core/types.js';
import { NEUTRAL_SHA256 } from '../../models/neutral-digest.js';
import { inUnitsOf, withStrength } from './prior-strength.js';
import { rememberingLifter } from './remembering-lifter.js';

/** A fitter, and what finds the pose that its fits start from. */
export interface LiftingFitter {
  readonly fitter: Fitter;
  /** Asked for once a task: one that could not be had is asked for again by the next. */
  lifter(): Promise<Lifter>;
}

/**
 * Fitters by body and strengths of the priors; the last two are kept: a slider leaves dozens behind.
 *
 * @param notice told where the lifting network cannot be had
 */
export function createLiftingFitters(
  body: (name: string) => Promise<BodyModel>,
  prior: () => Promise<PosePrior>,
  runtime: InferenceRuntime,
  notice: (message: string) => void,
) {
  const kept: (LiftingFitter & { key: string; model: BodyModel })[] = [];
  return async (name: string, posePrior: number, shapePrior: number): Promise<LiftingFitter> => {
    const model = await body(name);
    const key = `${posePrior} ${shapePrior}`;
    const found = kept.find((entry) => entry.model === model && entry.key === key);
    if (found !== undefined) return found;
    const fitter = createFitter(inUnitsOf(model, shapePrior), withStrength(await prior(), posePrior));
    // The network knows the betas of the neutral body, in their own units.
    const knownShape = shapePrior === 1 && model.sha256 === NEUTRAL_SHA256;
    const lifter = remembering(lifterOnce(runtime, fitter.skeleton, knownShape, notice));
    const made = { key, model, fitter, lifter };
    kept.unshift(made);
    kept.splice(2);
    return made;
  };
}

/** What a lifter remembers stays as long as the lifter. */
function remembering(open: () => Promise<Lifter>): () => Promise<Lifter> {
  let last: { readonly plain: Lifter; readonly lifter: Lifter } | null = null;
  return async () => {
    const plain = await open();
    if (last?.plain !== plain) last = { plain, lifter: rememberingLifter(plain) };
    return last.lifter;
  };
}
