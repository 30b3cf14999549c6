import type { Camera, Fit, FocalSource, Keypoints } from '../types.js';
import { isAnchored } from './fit-terms.js';
import type { Evidence } from './fitter.js';
import { focalLengthOfPeople, showsPerspective } from './focal-length.js';

/** A camera, and who says so. */
export interface StatedCamera {
  readonly camera: Camera;
  readonly source: FocalSource;
}

/** What is known of one person. */
export interface KnownPerson {
  readonly keypoints: Keypoints;
  readonly evidence: Evidence;
}

/** Fits one person. */
export type FitOne = (
  keypoints: Keypoints,
  camera: Camera,
  evidence: Evidence,
) => Promise<Pick<Fit, 'cost' | 'costByTerm'>>;

/**
 * A guessed camera with the focal length that the people's perspective tells, if it does: focalLengthOfPeople over fits of
 * everybody of whom enough is seen, some five each. Who cannot be fitted near the network's pose, with the guess or with
 * another camera, tells nothing of it. Masks take no part: they cost more time than they tell.
 *
 * @param areOne the people are one person again and again: all tell as much as one
 */
export async function cameraOfPeople(
  fitOne: FitOne,
  people: readonly KnownPerson[],
  guess: Camera,
  areOne = false,
): Promise<StatedCamera> {
  const costOf = async (
    { keypoints, evidence: { mask, ...evidence } }: KnownPerson,
    camera: Camera,
  ): Promise<number> => {
    const fit = await fitOne(keypoints, camera, evidence);
    return isAnchored(fit) ? fit.cost : Number.POSITIVE_INFINITY;
  };
  const telling: { readonly person: KnownPerson; readonly atGuess: number }[] = [];
  for (const person of people.filter(({ keypoints }) => showsPerspective(keypoints))) {
    const atGuess = await costOf(person, guess);
    if (Number.isFinite(atGuess)) telling.push({ person, atGuess });
  }
  if (telling.length === 0) return { camera: guess, source: 'default' };
  const share = areOne ? 1 / telling.length : 1;
  const camera = await focalLengthOfPeople(guess, async (tried) => {
    let cost = 0;
    for (const { person, atGuess } of telling) {
      cost += share * (tried.focalLength === guess.focalLength ? atGuess : await costOf(person, tried));
    }
    return cost;
  });
  return { camera, source: camera.focalLength === guess.focalLength ? 'default' : 'perspective' };
}
