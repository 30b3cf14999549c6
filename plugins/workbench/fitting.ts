import type { Skeleton } from '../../core/body/skeleton.js';
import { FitError } from '../../core/error.js';
import type { Fit } from '../../core/types.js';
import { withBetas } from './body-in-picture.js';
import type { Engine } from './engine.js';
import { requestOf, warmFit } from './fit-request.js';
import { withExchanged } from './keypoint-edits.js';
import { imageWithCamera, imageWithDown } from './picture-camera.js';
import { type Person, type WorkbenchState, withPerson } from './state.js';
import type { Store } from './store.js';

/** Standard deviations: the shipped bodies are then 0.9 to 2.6 m tall, and nobody is beyond. */
const MAX_BETA = 10;

/** Whom a fit is for: the chosen person, or everybody who has a body already. */
export interface FitOptions {
  readonly signal?: AbortSignal;
  /** Default: chosen. */
  readonly people?: 'chosen' | 'fitted';
  /** An index into the people, in the place of the chosen one. */
  readonly person?: number;
}

/** Whose shape, height or weight. */
export interface ShapeOptions {
  /** An index into the people; default: the chosen one. */
  readonly person?: number;
}

/** The part of a workbench that fits bodies. */
export interface Fitting {
  /** Fits the body to the chosen person's keypoints from scratch, or to those of everybody who has a body: all or none. */
  fit(options?: FitOptions): Promise<void>;
  /** A warm fit from the last one: after keypoints were switched, pinned or moved. Nothing before the first fit. */
  refit(options?: FitOptions): Promise<void>;
  /**
   * A shape that fits keep, B numbers; null lets them find it. The body changes at once, as large in the picture. What nobody's
   * body has is told and refused, unless the fit has found as much itself.
   */
  setBetas(betas: readonly number[] | null, options?: ShapeOptions): Promise<void>;
}

export function createFitting(store: Store, engine: Engine): Fitting {
  return {
    fit: ({ signal, ...who } = {}) =>
      store.run('fit', async () => {
        const fits = new Map<Person, Fit>();
        const persons = whom(store, who);
        const begun = store.state;
        const state = { ...begun, image: await imageWithCamera(store, engine, signal) };
        for (const person of persons) fits.set(person, await engine.fit(requestOf(state, person), signal));
        take(store, fits, state);
      }),
    refit: ({ signal, ...who } = {}) =>
      store.run('fit', async () => {
        const fits = new Map<Person, Fit>();
        const persons = whom(store, who).filter(({ fit }) => fit !== null);
        if (persons.length === 0) return;
        const begun = store.state;
        const image = await imageWithDown(store, engine, begun.image, signal); // a mirrored person tells it anew
        const state = { ...begun, image };
        for (const person of persons) {
          const fit = await warmFit(engine, state, person, signal);
          if (fit !== null) fits.set(person, fit);
        }
        take(store, fits, state);
      }),
    async setBetas(betas, { person: whose } = {}) {
      const person = whose === undefined ? store.chosen('shape') : store.personAt(whose);
      const skeleton = await engine.skeleton(store.state.options.body).catch(store.fail);
      if (betas !== null) expectBetas(store, betas, skeleton, person);
      const fit = person.fit && betas ? withBetas(skeleton, person.fit, betas) : person.fit;
      const index = store.state.people.indexOf(person);
      if (index < 0) return;
      store.commit(withPerson(store.state, index, { ...person, betas: betas && [...betas], fit }), 'shape');
    },
  };
}

/** @throws FitError usage for another number of betas than the body has, or a shape that nobody has */
function expectBetas(store: Store, betas: readonly number[], { betaCount: B }: Skeleton, { fit }: Person): void {
  if (betas.length !== B) {
    const what = `there are ${betas.length} numbers of the shape, the body has ${B}.`;
    store.fail(new FitError('usage', 'shape', what, 'Give one for each.'));
  }
  if (fit !== null && fit.betas.length !== B) {
    store.fail(new FitError('usage', 'shape', 'the fit is of another body.', 'Fit again first.'));
  }
  const odd = betas.findIndex((beta, b) => !(Math.abs(beta) <= Math.max(MAX_BETA, Math.abs(fit?.betas[b] ?? 0))));
  if (odd < 0) return;
  const what = `beta ${odd + 1} is ${betas[odd]}, which is the shape of nobody.`;
  store.fail(new FitError('usage', 'shape', what, `Give numbers from -${MAX_BETA} to ${MAX_BETA}.`));
}

function whom(store: Store, { people, person }: FitOptions): readonly Person[] {
  if (person !== undefined) return [store.personAt(person)];
  return people === 'fitted' ? store.state.people.filter(({ fit }) => fit !== null) : [store.chosen('fit')];
}

/** Puts fits to the people they were made for, all of them or, where somebody or an option was changed meanwhile, none. */
function take(store: Store, fits: ReadonlyMap<Person, Fit>, { image, options }: WorkbenchState): void {
  let state: WorkbenchState = { ...store.state, image };
  for (const [before, fit] of fits) {
    const index = state.people.indexOf(before);
    if (index < 0) throw new FitError('usage', 'fit', 'the person was changed while it was running.', 'Fit again.');
    const person = fit.exchanged ? withExchanged(before, fit.exchanged) : before;
    state = withPerson(state, index, { ...person, fit });
  }
  if (options !== state.options) {
    throw new FitError('usage', 'fit', 'the options were changed while it was running.', 'Fit again.');
  }
  if (fits.size > 0) store.commit(state, 'fit');
}
