import type { FitResult } from '../../converters/export/fit-json.js';
import type { KeypointFile } from '../../converters/import/keypoints-json.js';
import { createSession } from '../../converters/session/create-session.js';
import type { FoundFitOptions, KeypointFitOptions, Session } from '../../converters/session/session.js';
import type { FocalChoice } from '../../core/camera/pinhole.js';
import type { WhoOptions } from '../../core/detect/find-chosen.js';
import type { Detail } from '../../core/detect/people.js';
import type { InferenceRuntime } from '../../core/detect/runtime.js';
import type { StatedCamera } from '../../core/fit/camera-of-people.js';
import type { PeopleOptions } from '../../core/fit/fit-people.js';
import type { BodyModel, Detection, Image } from '../../core/types.js';
import { shippedFile } from '../../models/registry.js';
import { letMessagesIn } from './let-messages-in.js';
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
export type WebFoundFitOptions = Omit<FoundFitOptions, 'signal'> & WebStoppable;
/** Whom to fit, seen by what camera. */
export type WebFitOptions = FocalChoice & WebFindOptions & PeopleOptions;
/** Whom of a keypoint file to fit, seen by what camera. */
export type WebKeypointFitOptions = Omit<KeypointFitOptions, 'signal'> & Named & WebStoppable;

/** The models, loaded once, and what is done with them: Node's session, but that a photo need not have a name. */
export interface WebSession extends Pick<Session, 'body' | 'prior' | 'fitter' | 'prepare' | 'lift' | 'fit'> {
  /** Finds people in a photo, without fitting. */
  find(image: Image, who?: WebFindOptions): Promise<Detection[]>;
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
  /** Fits the body to keypoints that came from elsewhere: a file that readKeypoints has read. */
  fitKeypoints(file: KeypointFile, options?: WebKeypointFitOptions): Promise<FitResult>;
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
  const session = createSession({
    body,
    prior,
    runtime,
    detail,
    knownShape: isNeutral(body, chosen),
    pause: letMessagesIn,
    ...(onNotice && { onNotice }),
  });
  return {
    ...session,
    find: (image, { name = '', ...who } = {}) => session.find(name, image, who),
    fitImage: (image, { name = '', ...own } = {}) => session.fitImage(name, image, own),
    fitKeypoints: (file, { name = '', ...own } = {}) => session.fitKeypoints(name, file, own),
  };
}

/** Whether the lifting network knows the body's betas. A page without https cannot hash: there the name tells. */
const isNeutral = ({ sha256 }: BodyModel, chosen: string | BodyModel): boolean =>
  sha256 === '' ? chosen === 'neutral' : sha256 === shippedFile('body', 'neutral').sha256;
