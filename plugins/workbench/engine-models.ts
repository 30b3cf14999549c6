import type { Skeleton } from '../../core/body/skeleton.js';
import { skeletonOf } from '../../core/body/skeleton.js';
import type { InferenceRuntime } from '../../core/detect/runtime.js';
import type { BodyModel, Image, PosePrior } from '../../core/types.js';
import type { EngineNews, FitRequest, Picture } from './engine.js';
import { createLiftingFitters, type LiftingFitter } from './lifting-fitters.js';
import { createMeetPins, type MeetPins } from './meet-pins.js';
import { once } from './once.js';

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

/** What fits and avatars need, by the name of the body: made when it is first needed, and kept. */
export interface EngineModels {
  body(name: string): Promise<BodyModel>;
  skeleton(name: string): Promise<Skeleton>;
  meetPins(name: string): Promise<MeetPins>;
  fitter(options: FitterOptions, signal?: AbortSignal): Promise<LiftingFitter>;
  /** A body of the user's, in the place of the one that had the name. */
  set(name: string, body: BodyModel): void;
}

export type FitterOptions = Pick<FitRequest['options'], 'body' | 'posePrior' | 'shapePrior'>;

/** @param notice told where the lifting network cannot be had */
export function createEngineModels(parts: EngineParts, notice: (message: string) => void): EngineModels {
  const bodies = once((name: string) => parts.loadBody(name));
  const prior = once((_: string) => parts.loadPrior());
  const skeletons = once(async (name: string) => skeletonOf(await bodies.get(name)));
  const pinMeeters = once(async (name: string) => createMeetPins(await skeletons.get(name)));
  const fitters = createLiftingFitters(bodies.get, () => prior.get(''), parts.runtime, notice);
  return {
    body: bodies.get,
    skeleton: skeletons.get,
    meetPins: pinMeeters.get,
    async fitter({ body, posePrior, shapePrior }, signal) {
      signal?.throwIfAborted();
      const found = await fitters(body, posePrior, shapePrior);
      signal?.throwIfAborted();
      return found;
    },
    set(name, body) {
      bodies.set(name, body);
      skeletons.forget(name);
      pinMeeters.forget(name);
    },
  };
}
