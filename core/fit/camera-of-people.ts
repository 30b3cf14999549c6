import { downOfPitch } from '../camera/gravity.js';
import type { Camera, Fit, FocalSource, Keypoints } from '../types.js';
import { type Along, cheapestAlong } from './cheapest-along.js';
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

/** Degrees that cameras look down: two thirds of photos lie within 20 of level. One degree does not matter. */
const ALONG_PITCH: Along = { spread: 20, step: 10, farthest: 40, smallest: 1, more: 3 };

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
  const costAt = await costOfPeople(fitOne, people, guess, areOne);
  if (costAt === null) return { camera: guess, source: 'default' };
  const camera = await focalLengthOfPeople(guess, costAt);
  return { camera, source: camera.focalLength === guess.focalLength ? 'default' : 'perspective' };
}

/**
 * The camera with the way things fall that the people tell, as a pitch: people keep their balance, so what looks like a lean
 * of everybody is the camera's. The minimum over the pitch of the costs of their fits and a normal prior around level, some
 * six fits each. null where nobody is seen from head to ankle.
 *
 * One person tells it to 3 or 4 degrees (median; from 30 degrees on 5, towards level: docs/accuracy.md), several better.
 *
 * @param areOne as for cameraOfPeople
 */
export async function uprightCameraOfPeople(
  fitOne: FitOne,
  people: readonly KnownPerson[],
  camera: Camera,
  areOne = false,
): Promise<Camera | null> {
  const pitched = (pitch: number): Camera => ({ ...camera, down: downOfPitch(pitch) });
  const costAt = await costOfPeople(fitOne, people, pitched(0), areOne);
  if (costAt === null) return null;
  return pitched(await cheapestAlong((pitch) => costAt(pitched(pitch)), ALONG_PITCH));
}

/** What the fits of everybody cost who can tell of the camera; null where nobody can. */
async function costOfPeople(
  fitOne: FitOne,
  people: readonly KnownPerson[],
  guess: Camera,
  areOne: boolean,
): Promise<((camera: Camera) => Promise<number>) | null> {
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
  if (telling.length === 0) return null;
  const share = areOne ? 1 / telling.length : 1;
  const isGuess = ({ focalLength, down }: Camera): boolean =>
    focalLength === guess.focalLength && (down?.every((value, axis) => value === guess.down?.[axis]) ?? true);
  return async (tried) => {
    let cost = 0;
    for (const { person, atGuess } of telling) cost += share * (isGuess(tried) ? atGuess : await costOf(person, tried));
    return cost;
  };
}
