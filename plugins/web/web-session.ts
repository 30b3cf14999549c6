import type { FitResult, Timings } from '../../converters/export/fit-json.js';
import type { Skeleton } from '../../core/body/skeleton.js';
import { cameraFor, type FocalChoice } from '../../core/camera/pinhole.js';
import { expectWho, findChosen, type WhoOptions } from '../../core/detect/find-chosen.js';
import { type Detail, loadNetworks } from '../../core/detect/people.js';
import type { InferenceRuntime } from '../../core/detect/runtime.js';
import { FitError } from '../../core/error.js';
import type { StatedCamera } from '../../core/fit/camera-of-people.js';
import { fitPeople, type PeopleOptions } from '../../core/fit/fit-people.js';
import { createFitter, type Evidence, type Fitter, type Watch } from '../../core/fit/fitter.js';
import { prepareFitter } from '../../core/fit/prepare-fitter.js';
import { createSilhouetteFit } from '../../core/fit/silhouette.js';
import { liftAndFit } from '../../core/lift/lift-and-fit.js';
import type { Lifter } from '../../core/lift/lifter.js';
import { openLifter } from '../../core/lift/open-lifter.js';
import { checkMeasurements } from '../../core/terms/measurement.js';
import type { BodyModel, Camera, Detection, Fit, Image, Keypoints, PosePrior } from '../../core/types.js';
import { shippedFile } from '../../models/registry.js';
import { letMessagesIn, yielding } from './let-messages-in.js';
import type { OnNotice } from './model-cache.js';
import { fetchBody, fetchPrior } from './web-models.js';
import { type WebRuntimeOptions, webRuntime } from './web-runtime.js';

export interface WebSessionOptions extends WebRuntimeOptions {
  /** neutral (default), female, male, or a user's own: loadBody of its bytes. */
  readonly body?: string | BodyModel;
  /** How much work detection spends: best (default), balanced, fast. */
  readonly detail?: Detail;
  /** What runs the networks; default: webRuntime of these options. Sessions of one page share one. */
  readonly runtime?: InferenceRuntime;
}

/** Who may stop it, between two networks or fits: the promise is then rejected with the signal's reason. */
export interface WebStoppable {
  readonly signal?: AbortSignal;
}

/** A photo's name, for the result and for errors. */
interface Named {
  readonly name?: string;
}

/** Whom to find. */
export type WebFindOptions = WhoOptions & Named & WebStoppable;
/** What may be known of people who were found before. */
export type WebFoundFitOptions = PeopleOptions & WebStoppable;
/** Whom to fit, seen by what camera. */
export type WebFitOptions = FocalChoice & WebFindOptions & WebFoundFitOptions;

/** The models, loaded once, and what is done with them: the twin of Node's session. */
export interface WebSession {
  readonly body: BodyModel;
  readonly prior: PosePrior;
  readonly fitter: Fitter;
  /** Loads the networks and does what else the first photo would wait for. */
  prepare(): Promise<void>;
  /** Finds people in a photo, without fitting. */
  find(image: Image, who?: WebFindOptions): Promise<Detection[]>;
  /** What the lifting network makes of one person's keypoints: liftAndFitSequence asks it of every frame. */
  lift: Lifter['lift'];
  /** Fits the body to one person's keypoints, from where the lifting network sees it. */
  fit(keypoints: Keypoints, camera: Camera, evidence?: Evidence, watch?: Watch): Promise<Fit>;
  /** Finds people in a photo and fits the body to those chosen. An empty list of people means that nobody was found. */
  fitImage(image: Image, options?: WebFitOptions): Promise<FitResult>;
  /**
   * Fits the body to people who were found before (those of `find` whom a visitor chose, or keypoints from elsewhere), all
   * seen by one camera: cameraFor gives it. Where that is a guess, by one that suits them.
   */
  fitFound(
    image: FitResult['image'],
    found: readonly Detection[],
    camera: StatedCamera,
    options?: WebFoundFitOptions,
  ): Promise<FitResult>;
}

/**
 * Loads body and prior; the networks follow with the first photo, or with `prepare`. A host without the lifting network
 * is told of to `onNotice`: fits go on without it.
 *
 * @throws FitError not-found | bad-input | usage; each function throws these, too
 */
export async function openWebSession(options: WebSessionOptions): Promise<WebSession> {
  const { body: chosen = 'neutral', detail = 'best', runtime = webRuntime(options), onNotice } = options;
  const [body, prior] = await Promise.all([
    typeof chosen === 'string' ? fetchBody(chosen, options) : chosen,
    fetchPrior(options),
  ]);
  const fitter = createFitter(body, prior, { silhouette: createSilhouetteFit });
  const openedLifter = lifterOnce(runtime, fitter.skeleton, isNeutral(body, chosen), onNotice);

  /** The lifter is one for a whole photo, even where it cannot be had. */
  async function prepared(): Promise<Lifter> {
    const loading = Promise.all([openedLifter(), loadNetworks(runtime, detail)]);
    prepareFitter(fitter); // while the files are on their way
    const [lifter] = await loading;
    return lifter;
  }

  const find: WebSession['find'] = (image, { name = '', ...who } = {}) =>
    findChosen(name, image, who.signal === undefined ? runtime : yielding(runtime), { ...who, detail });

  return {
    body,
    prior,
    fitter,
    prepare: async () => void (await prepared()),
    find,
    lift: async (...person) => (await openedLifter()).lift(...person),
    fit: async (...person) => liftAndFit(fitter, await openedLifter(), ...person),
    async fitImage(image, task = {}) {
      const { name = '', ...options } = task;
      const stated = cameraFor(image, options); // what is refused is refused before anything is loaded
      expectWho(name || 'photo', image, options);
      checkMeasurements(options);
      task.signal?.throwIfAborted();
      const opened = performance.now();
      const lifter = await prepared();
      const start = performance.now();
      const found = await find(image, task);
      const timings = { loadMs: start - opened, detectMs: performance.now() - start };
      const { width, height } = image;
      const photo = { image: { path: name, width, height }, found, stated };
      return fitAll(fitter, body, lifter, photo, { ...options, timings });
    },
    async fitFound(image, found, stated, options = {}) {
      const opened = performance.now();
      const lifter = await openedLifter();
      const timings = { loadMs: performance.now() - opened, detectMs: 0 };
      return fitAll(fitter, body, lifter, { image, found, stated }, { ...options, timings });
    },
  };
}

/** People who were found in a photo, and the camera that saw them. */
interface Found {
  readonly image: FitResult['image'];
  readonly found: readonly Detection[];
  readonly stated: StatedCamera;
}

/** @param timings of what was done before */
async function fitAll(
  fitter: Fitter,
  body: BodyModel,
  lifter: Lifter,
  { image, found, stated }: Found,
  { signal, timings, ...known }: WebFoundFitOptions & { readonly timings: Omit<Timings, 'fitMs'> },
): Promise<FitResult> {
  const fitOne = async (...person: Parameters<WebSession['fit']>): Promise<Fit> => {
    if (signal !== undefined) await letMessagesIn();
    signal?.throwIfAborted();
    return liftAndFit(fitter, lifter, ...person);
  };
  const fitted = await fitPeople(fitOne, found, stated, { ...known, body, now: () => performance.now() });
  const people = fitted.people.map(({ fitMs, ...person }) => ({ ...person, timings: { ...timings, fitMs } }));
  return { image, body, skeleton: fitter.skeleton, camera: fitted.camera, focalSource: fitted.source, people };
}

/** Whether the lifting network knows the body's betas. A page without https cannot hash: there the name tells. */
const isNeutral = ({ sha256 }: BodyModel, chosen: string | BodyModel): boolean =>
  sha256 === '' ? chosen === 'neutral' : sha256 === shippedFile('body', 'neutral').sha256;

/** Opens the lifter at the first call and keeps it; one that could not be had is asked for again by the next call. */
function lifterOnce(runtime: InferenceRuntime, skeleton: Skeleton, knownShape: boolean, onNotice?: OnNotice) {
  let lifter: Promise<Lifter> | undefined;
  const telling: InferenceRuntime = {
    load: (name) =>
      runtime.load(name).catch((error: unknown) => {
        lifter = undefined;
        if (error instanceof FitError) onNotice?.(`${error.message} Fits go on without it, slower and less sure.`);
        throw error;
      }),
  };
  return (): Promise<Lifter> => {
    lifter ??= openLifter(telling, skeleton, knownShape);
    return lifter;
  };
}
