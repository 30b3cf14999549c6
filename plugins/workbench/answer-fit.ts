import {
  cameraOfPeople,
  type FitOne,
  type KnownPerson,
  uprightCameraOfPeople,
} from '../../core/fit/camera-of-people.js';
import type { Evidence } from '../../core/fit/fitter.js';
import { liftAndFit, liftAndRefit } from '../../core/lift/lift-and-fit.js';
import type { Lifter } from '../../core/lift/lifter.js';
import type { Fit } from '../../core/types.js';
import { withBetas } from './body-in-picture.js';
import type { Engine, FitRequest, Previous } from './engine.js';
import type { EngineModels } from './engine-models.js';
import { scaledBetas } from './prior-strength.js';

/** What an engine's fits answer, on this thread. */

/** From scratch. */
export async function answerFit(models: EngineModels, request: FitRequest, signal?: AbortSignal): Promise<Fit> {
  const { keypoints, camera, options } = request;
  const { fitter, lifter } = await models.fitter(options, signal);
  const fit = await liftAndFit(fitter, await lifter(), keypoints, camera, evidenceOf(request));
  signal?.throwIfAborted();
  return finish(models, request, scaledBetas(fit, options.shapePrior));
}

/** From a fit that is nearly right. */
export async function answerRefit(
  models: EngineModels,
  request: FitRequest,
  previous: Previous,
  signal?: AbortSignal,
): Promise<Fit> {
  const { keypoints, camera, options } = request;
  const { fitter, lifter } = await models.fitter(options, signal);
  const start = scaledBetas(previous, 1 / options.shapePrior);
  // Where the fit before had none, nothing is lifted: a drag must not ask for a missing network with every move.
  const lift: Lifter['lift'] = async (...person) => (await lifter()).lift(...person);
  const fit = await liftAndRefit(fitter, { lift }, start, keypoints, camera, evidenceOf(request));
  signal?.throwIfAborted();
  return finish(models, request, scaledBetas(fit, options.shapePrior));
}

/** Cameras that the people of the requests tell. */
export const answerCameras = (models: EngineModels): Pick<Engine, 'findCamera' | 'findUpright'> => ({
  findCamera: async (requests, signal) =>
    cameraOfPeople(await fitOneOf(models, requests, signal), knownOf(requests), requests[0].camera),
  findUpright: async (requests, signal) =>
    uprightCameraOfPeople(await fitOneOf(models, requests, signal), knownOf(requests), requests[0].camera),
});

/** Fits people again and again, to find their camera. */
async function fitOneOf(models: EngineModels, [first]: readonly FitRequest[], signal?: AbortSignal): Promise<FitOne> {
  const { fitter, lifter } = await models.fitter(first.options, signal);
  const opened = await lifter();
  return (...person) => {
    signal?.throwIfAborted();
    return liftAndFit(fitter, opened, ...person);
  };
}

/** A shape that a hand has set takes the place of the one found; the pins are met again with it. */
async function finish(
  models: EngineModels,
  { betas, keypoints, pinned, options: { body } }: FitRequest,
  found: Fit,
): Promise<Fit> {
  if (betas === null) return found;
  const fit = withBetas(await models.skeleton(body), found, betas);
  return pinned.length === 0 ? fit : (await models.meetPins(body))(fit, keypoints, pinned);
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
