import type { Detail } from '../../core/detect/people.js';
import type { InferenceRuntime } from '../../core/detect/runtime.js';
import { expectChoice } from '../../core/error.js';
import { createSmplify } from '../../core/fit/smplify.js';
import { type SmplifyTerm, smplifyTerms } from '../../core/fit/smplify-terms.js';
import { shippedFile } from '../../models/registry.js';
import { createSession } from '../session/create-session.js';
import type { Session } from '../session/session.js';
import { expectKnownToMethod, expectTermsToLeave, METHODS, type Method } from './known-to-method.js';
import { openBody, openPrior } from './node-models.js';
import { sharedRuntime } from './node-runtime.js';

export type { FitOptions, FoundFitOptions, KeypointFitOptions, Session } from '../session/session.js';

export interface SessionOptions {
  /** neutral (default), female, male, or the path of a file in SMPL's keys, .npz or .pkl. */
  readonly body?: string;
  /** Shape components of a body file (default: 10). */
  readonly betas?: number;
  /** default, or smplify: the paper's recipe to the letter, for comparisons. */
  readonly method?: Method;
  /** Terms of smplify to switch off. */
  readonly without?: readonly SmplifyTerm[];
  /** How much work detection spends: best (default), balanced, fast. */
  readonly detail?: Detail;
  /** What runs the networks. Default: one nodeRuntime for all sessions of the process. */
  readonly runtime?: InferenceRuntime;
}

/**
 * Loads body and prior; the networks follow with the first photo or keypoints.
 *
 * @throws FitError usage for a body, a method or a term that there is not, as openBody does for a file
 */
export async function openSession({
  body: bodyName = 'neutral',
  detail = 'best',
  method = 'default',
  without = [],
  runtime = sharedRuntime(),
  ...bodyOptions
}: SessionOptions = {}): Promise<Session> {
  expectChoice('method', method, METHODS);
  expectTermsToLeave(method, without);
  const off = { without: smplifyTerms(without) };
  const [body, prior] = await Promise.all([openBody(bodyName, bodyOptions), openPrior()]);
  const session = createSession({
    body,
    prior,
    runtime,
    detail,
    knownShape: body.sha256 === shippedFile('body', 'neutral').sha256,
    soon: (job) => void setImmediate(job),
    ...(method === 'smplify' && { alone: createSmplify(body, prior, off) }),
  });
  return method === 'smplify' ? withRefusals(session, method) : session;
}

/** The session, refusing what its method could not heed. */
const withRefusals = (session: Session, method: Method): Session => ({
  ...session,
  async fit(keypoints, camera, evidence = {}, watch) {
    expectKnownToMethod(method, evidence);
    return session.fit(keypoints, camera, evidence, watch);
  },
  async fitImage(path, image, options = {}) {
    expectKnownToMethod(method, options);
    return session.fitImage(path, image, options);
  },
  async fitFound(image, found, camera, options = {}) {
    expectKnownToMethod(method, options);
    return session.fitFound(image, found, camera, options);
  },
  async fitKeypoints(path, file, options = {}, photo) {
    expectKnownToMethod(method, options);
    return session.fitKeypoints(path, file, options, photo);
  },
});
