import { SMPL_JOINTS } from '../body/joint-sets.js';
import { downOfPitch } from '../camera/gravity.js';
import { isBalanced } from '../terms/balance.js';
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
export type FitOne = (keypoints: Keypoints, camera: Camera, evidence: Evidence) => Promise<TellingFit>;

/** What a fit tells of the camera. */
type TellingFit = Pick<Fit, 'cost' | 'costByTerm' | 'pose'>;

/** Degrees that cameras look down: two thirds of photos lie within 20 of level. One degree does not matter. */
const ALONG_PITCH: Along = { spread: 20, step: 10, farthest: 40, smallest: 1, more: 3 };
/** Whoever bends both hips and both knees by more than this sits or squats: their trunk need not be above the feet. Radians. */
const SEATED_BEND = 0.9;
const LEGS = (['left_hip', 'right_hip', 'left_knee', 'right_knee'] as const).map((name) => SMPL_JOINTS.indexOf(name));

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
  const telling = await tellingPeople(fitOne, people, guess);
  if (telling.length === 0) return { camera: guess, source: 'default' };
  const camera = await focalLengthOfPeople(guess, costOfPeople(fitOne, telling, guess, areOne));
  return { camera, source: camera.focalLength === guess.focalLength ? 'default' : 'perspective' };
}

/**
 * The camera with the way things fall that the people tell, as a pitch: who stands keeps the balance, so what looks like a
 * lean is the camera's. The minimum over the pitch of the costs of their fits and a normal prior around level, some six
 * fits each. null where nobody stands who is seen from head to ankle.
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
  const level = pitched(0);
  const telling = (await tellingPeople(fitOne, people, level)).filter(({ atGuess }) => !isSeated(atGuess));
  if (telling.length === 0) return null;
  const costAt = costOfPeople(fitOne, telling, level, areOne);
  const found = pitched(await cheapestAlong((pitch) => costAt(pitched(pitch)), ALONG_PITCH));
  for (const { person } of telling) if (isBalanced(await fitTo(fitOne, person, found))) return found;
  return null; // they lie or fall
}

/** Whether somebody bends hips and knees as whoever sits or squats. */
export const isSeated = ({ pose }: Pick<Fit, 'pose'>): boolean =>
  LEGS.every((j) => Math.hypot(pose[3 * j], pose[3 * j + 1], pose[3 * j + 2]) > SEATED_BEND);

/** Somebody whom it can be told of, and their fit with the guess. */
interface TellingPerson {
  readonly person: KnownPerson;
  readonly atGuess: TellingFit;
}

async function tellingPeople(fitOne: FitOne, people: readonly KnownPerson[], guess: Camera): Promise<TellingPerson[]> {
  const telling: TellingPerson[] = [];
  for (const person of people.filter(({ keypoints }) => showsPerspective(keypoints))) {
    const atGuess = await fitTo(fitOne, person, guess);
    if (Number.isFinite(costOf(atGuess))) telling.push({ person, atGuess });
  }
  return telling;
}

/** The costs of the people's fits with other cameras, in all. */
function costOfPeople(fitOne: FitOne, telling: readonly TellingPerson[], guess: Camera, areOne: boolean) {
  const share = areOne ? 1 / telling.length : 1;
  const isGuess = ({ focalLength, down }: Camera): boolean =>
    focalLength === guess.focalLength && (down?.every((value, axis) => value === guess.down?.[axis]) ?? true);
  return async (tried: Camera): Promise<number> => {
    let cost = 0;
    for (const { person, atGuess } of telling) {
      cost += share * costOf(isGuess(tried) ? atGuess : await fitTo(fitOne, person, tried));
    }
    return cost;
  };
}

function fitTo(fitOne: FitOne, { keypoints, evidence: { mask, ...evidence } }: KnownPerson, camera: Camera) {
  return fitOne(keypoints, camera, evidence);
}

const costOf = (fit: TellingFit): number => (isAnchored(fit) ? fit.cost : Number.POSITIVE_INFINITY);
