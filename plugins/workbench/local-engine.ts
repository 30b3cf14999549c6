import { measureBody } from '../../core/body/measure.js';
import { rigBody, standOnFloor } from '../../core/body/rigged-body.js';
import { skeletonOf } from '../../core/body/skeleton.js';
import { findPeople, loadNetworks } from '../../core/detect/people.js';
import type { InferenceRuntime } from '../../core/detect/runtime.js';
import { FitError } from '../../core/error.js';
import {
  cameraOfPeople,
  type FitOne,
  type KnownPerson,
  uprightCameraOfPeople,
} from '../../core/fit/camera-of-people.js';
import { createFitter, type Evidence, type Fitter } from '../../core/fit/fitter.js';
import { liftAndFit, liftAndRefit } from '../../core/lift/lift-and-fit.js';
import type { Lifter } from '../../core/lift/lifter.js';
import { openLifter } from '../../core/lift/open-lifter.js';
import type { BodyModel, Fit, Image, PosePrior } from '../../core/types.js';
import { shippedFile } from '../../models/registry.js';
import { yielding } from '../web/let-messages-in.js';
import { withBetas } from './body-in-picture.js';
import type { Engine, EngineNews, FitRequest, Picture } from './engine.js';
import { writeFiles } from './formats.js';
import { createMeetPins } from './meet-pins.js';
import { once } from './once.js';
import { inUnitsOf, scaledBetas, withStrength } from './prior-strength.js';
import { rememberingLifter } from './remembering-lifter.js';
import { warmUp } from './warm-up.js';

/** What a host gives to the engine. Everything is loaded when it is first needed, once. */
export interface EngineParts {
  /** Runs the networks that find people. */
  readonly runtime: InferenceRuntime;
  /** A body by its name. */
  loadBody(name: string): Promise<BodyModel>;
  loadPrior(): Promise<PosePrior>;
  /** Turns a picture into pixels. */
  decode(picture: Picture, name: string): Promise<Image>;
  /** Where the parts tell of their progress: passed on to the listeners. */
  readonly news?: (tell: (news: EngineNews) => void) => void;
}

/** An engine on this thread: fits and networks block it while they compute. */
export function localEngine(parts: EngineParts): Engine {
  const listeners = new Set<(news: EngineNews) => void>();
  parts.news?.((news) => {
    for (const listener of listeners) listener(news);
  });
  const bodies = once((name: string) => parts.loadBody(name));
  const prior = once((_: string) => parts.loadPrior());
  const skeletons = once(async (name: string) => skeletonOf(await bodies.get(name)));
  const fitters = createFitters(bodies.get, () => prior.get(''), parts.runtime);
  const pinMeeters = once(async (name: string) => createMeetPins(await skeletons.get(name)));
  let image: Image | null = null;

  async function fitterFor({ options }: FitRequest, signal?: AbortSignal): Promise<LiftingFitter> {
    signal?.throwIfAborted();
    const found = await fitters(options.body, options.posePrior, options.shapePrior);
    signal?.throwIfAborted();
    return found;
  }

  /** Fits people again and again, to find their camera. */
  async function fitterOf([first]: readonly FitRequest[], signal?: AbortSignal): Promise<FitOne> {
    const { fitter, lifter } = await fitterFor(first, signal);
    return (...person) => {
      signal?.throwIfAborted();
      return liftAndFit(fitter, lifter, ...person);
    };
  }

  /** A shape that a hand has set takes the place of the one found; the pins are met again with it. */
  async function finish({ betas, keypoints, pinned, options: { body } }: FitRequest, found: Fit): Promise<Fit> {
    if (betas === null) return found;
    const fit = withBetas(await skeletons.get(body), found, betas);
    return pinned.length === 0 ? fit : (await pinMeeters.get(body))(fit, keypoints, pinned);
  }

  return {
    async prepare(body, detail) {
      await loadNetworks(parts.runtime, detail);
      const [{ fitter, lifter }] = await Promise.all([fitters(body, 1, 1), skeletons.get(body)]);
      await warmUp(fitter, lifter);
    },
    async open(picture, name, signal) {
      signal?.throwIfAborted();
      const opened = await parts.decode(picture, name);
      signal?.throwIfAborted();
      image = opened;
      const { width, height, focalLength } = opened;
      return { width, height, ...(focalLength !== undefined && { focalLength }) };
    },
    async detect(options, signal) {
      if (image === null) {
        throw new FitError('usage', 'detect', 'there is no picture.', 'Open one first.');
      }
      return findPeople(image, yielding(parts.runtime), { ...options, ...(signal && { signal }) });
    },
    async findCamera(requests, signal) {
      return cameraOfPeople(await fitterOf(requests, signal), knownOf(requests), requests[0].camera);
    },
    async findUpright(requests, signal) {
      return uprightCameraOfPeople(await fitterOf(requests, signal), knownOf(requests), requests[0].camera);
    },
    async fit(request, signal) {
      const { fitter, lifter } = await fitterFor(request, signal);
      const { keypoints, camera, options } = request;
      const fit = await liftAndFit(fitter, lifter, keypoints, camera, evidenceOf(request));
      signal?.throwIfAborted();
      return finish(request, scaledBetas(fit, options.shapePrior));
    },
    async refit(request, previous, signal) {
      const { fitter, lifter } = await fitterFor(request, signal);
      const { keypoints, camera, options } = request;
      const start = scaledBetas(previous, 1 / options.shapePrior);
      const fit = await liftAndRefit(fitter, lifter, start, keypoints, camera, evidenceOf(request));
      signal?.throwIfAborted();
      return finish(request, scaledBetas(fit, options.shapePrior));
    },
    skeleton: (body) => skeletons.get(body),
    measure: async (body, betas) => measureBody(await bodies.get(body), betas),
    rig: async (body, parameters) => rigBody(await bodies.get(body), parameters),
    async write({ format, name, body, people, onFloor, skin }, signal) {
      const model = await bodies.get(body);
      signal?.throwIfAborted();
      const rigged = people.map((parameters) => rigBody(model, parameters));
      return writeFiles(format, onFloor ? standOnFloor(rigged) : rigged, name, skin);
    },
    async addBody(name, bytes) {
      const { loadBody } = await import('../../models/load-body.js'); // readers of formats that most pages never see
      bodies.set(name, loadBody(name, bytes, { name }));
      skeletons.forget(name);
      pinMeeters.forget(name);
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dispose() {
      image = null;
      listeners.clear();
    },
  };
}

const knownOf = (requests: readonly FitRequest[]): KnownPerson[] =>
  requests.map((request) => ({ keypoints: request.keypoints, evidence: evidenceOf(request) }));

function evidenceOf({
  worldLandmarks,
  pinned,
  depthOrders,
  sidesKnown,
  options: { height, weight },
}: FitRequest): Evidence {
  return {
    pinned,
    depthOrders,
    sidesKnown,
    ...(worldLandmarks !== null && { worldLandmarks }),
    ...(height !== null && { height }),
    ...(weight !== null && { weight }),
  };
}

/** A fitter, and what finds the pose that its fits start from. */
interface LiftingFitter {
  readonly fitter: Fitter;
  readonly lifter: Lifter;
}

/** Fitters by body and strengths of the priors; the last two are kept: a slider leaves dozens behind. */
function createFitters(
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
