import { FitError } from '../../core/error.js';
import type { Fit } from '../../core/types.js';
import type { Engine, FitRequest } from './engine.js';
import { areSidesKnown, depthOrders, fittingKeypoints, pinnedKeypoints } from './keypoint-edits.js';
import { knownOf } from './people-edits.js';
import type { Person, WorkbenchState } from './state.js';
import { statedCamera } from './stated-camera.js';

/** @throws FitError usage without a picture, or for a focal length that no camera has */
export function requestOf(state: WorkbenchState, person: Person): FitRequest {
  const { body, posePrior, shapePrior } = state.options;
  const camera = statedCamera(state)?.camera;
  if (!camera) throw new FitError('usage', 'fit', 'there is no picture.', 'Open one first.');
  return {
    keypoints: fittingKeypoints(person),
    worldLandmarks: person.worldLandmarks,
    pinned: pinnedKeypoints(person),
    depthOrders: depthOrders(person),
    sidesKnown: areSidesKnown(person),
    betas: person.betas,
    camera,
    options: { body, ...knownOf(person, state.options), posePrior, shapePrior },
  };
}

/** From the person's last fit; null before the first. */
export const warmFit = async (
  engine: Engine,
  state: WorkbenchState,
  person: Person,
  signal?: AbortSignal,
): Promise<Fit | null> => person.fit && engine.refit(requestOf(state, person), person.fit, signal);
