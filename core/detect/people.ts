import type { Detection, Image } from '../types.js';
import { keypointConfidence, personScore, SEEN } from './confidence.js';
import { findLandmarks, type Landmarks, maskOf } from './landmarks.js';
import { buildPyramid, type Pyramid } from './pyramid.js';
import { isUsable } from './region.js';
import type { InferenceRuntime, Network, NetworkName } from './runtime.js';
import { findSeeds, type Seed } from './seeds.js';
import { poseSimilarity, seedAgreement } from './similarity.js';

/**
 * How much work to spend on each person:
 * - fast: the full network once
 * - balanced: the full network, then once more on the region that it asks for
 * - best: the heavy network twice; better at limbs on the far side, about twice the time
 */
export type Detail = 'fast' | 'balanced' | 'best';

const NETWORK: Readonly<Record<Detail, NetworkName>> = {
  fast: 'pose_landmark_full',
  balanced: 'pose_landmark_full',
  best: 'pose_landmark_heavy',
};
/** One more pass took the 2D error on hard photos from 12.5 to 11.4 % of the torso. */
const PASSES: Readonly<Record<Detail, number>> = { fast: 1, balanced: 2, best: 2 };

export interface FindPeopleOptions {
  /** Default: best. */
  readonly detail?: Detail;
  /** Asked before each network runs; an AbortSignal fits. */
  readonly signal?: { throwIfAborted(): void };
}

/** The landmark network's own verdict on a region; its authors' threshold. */
const MIN_PRESENCE = 0.5;
/**
 * What a person must show (personScore). Without it, 312 pictures of animals, things, drawings and textures gave one
 * "person", of 0.45; a galloping horse has 0.54. The least sure of the real people in 30 photos has 0.61. A dog on its
 * hind legs passes, with 0.62.
 */
const MIN_SCORE = 0.6;
/** A seed that agrees this well with a person already found is that person. */
const EXPLAINED = 0.6;
/** Two poses more alike than this are one person. */
const SAME_PERSON = 0.5;
/** A second pass that loses more than this share of the score has drifted off; the first stays. */
const MIN_GAIN = 0.8;

interface Person {
  readonly landmarks: Landmarks;
  readonly confidence: Float64Array;
  readonly score: number;
}

/**
 * Finds the people in a photo, the most prominent first (side of the box times score): 33 keypoints in pixels with
 * confidence, world landmarks, mask. No people, no entries.
 *
 * Two networks propose where people are; a third finds the landmarks of each and says itself where it would rather have
 * looked; proposals that come to nothing or to the same person are dropped.
 */
export async function findPeople(
  image: Image,
  runtime: InferenceRuntime,
  { detail = 'best', signal }: FindPeopleOptions = {},
): Promise<Detection[]> {
  signal?.throwIfAborted();
  const name = NETWORK[detail];
  const [multipose, detector, network] = await Promise.all([
    runtime.load('movenet_multipose'),
    runtime.load('pose_detection'),
    runtime.load(name),
  ]);
  signal?.throwIfAborted();
  const pyramid = buildPyramid(image);
  const people: Person[] = [];
  for (const seed of await findSeeds(pyramid, multipose, detector)) {
    if (people.some(({ landmarks }) => seedAgreement(landmarks, seed.expectations) >= EXPLAINED)) continue;
    signal?.throwIfAborted();
    const person = await followSeed(pyramid, name, network, seed, PASSES[detail]);
    if (person !== undefined) people.push(person);
  }
  return withoutDoubles(people)
    .map((person) => toDetection(person, image))
    .sort((a, b) => prominence(b) - prominence(a));
}

/** The person a seed leads to; undefined when it leads to none. */
async function followSeed(
  pyramid: Pyramid,
  name: NetworkName,
  network: Network,
  seed: Seed,
  passes: number,
): Promise<Person | undefined> {
  const look = async (region: Seed['region']): Promise<Person> => {
    const landmarks = await findLandmarks(pyramid, name, network, region);
    const confidence = keypointConfidence(landmarks, pyramid.image);
    return { landmarks, confidence, score: personScore(landmarks, confidence) };
  };
  let person = await look(seed.region);
  for (let pass = 1; pass < passes; pass++) {
    const { presence, next } = person.landmarks;
    if (!(presence >= MIN_PRESENCE) || !isUsable(next, pyramid.image)) break;
    const closer = await look(next);
    if (closer.score >= MIN_GAIN * person.score) person = closer;
  }
  return isPerson(person, seed) ? person : undefined;
}

function isPerson({ landmarks, score }: Person, seed: Seed): boolean {
  return (
    landmarks.presence >= MIN_PRESENCE &&
    score >= MIN_SCORE &&
    seedAgreement(landmarks, seed.expectations) >= seed.minAgreement
  );
}

/** Of those who are the same person, the one with the highest score. */
function withoutDoubles(people: readonly Person[]): Person[] {
  const kept: Person[] = [];
  for (const person of [...people].sort((a, b) => b.score - a.score)) {
    if (kept.some((other) => poseSimilarity(other.landmarks, person.landmarks) > SAME_PERSON)) continue;
    kept.push(person);
  }
  return kept;
}

function toDetection({ landmarks, confidence, score }: Person, image: Image): Detection {
  return {
    box: boxOfSeen(landmarks.xy, confidence, image),
    score,
    keypoints: { set: 'blazepose33', xy: landmarks.xy, confidence },
    worldLandmarks: landmarks.world,
    mask: maskOf(landmarks),
  };
}

/** x, y, width, height: around the keypoints seen, clipped to the photo. */
function boxOfSeen(xy: Float64Array, confidence: Float64Array, image: Image): Detection['box'] {
  let [left, top, right, bottom] = [image.width, image.height, 0, 0];
  for (let k = 0; k < confidence.length; k++) {
    if (!(confidence[k] >= SEEN)) continue;
    const x = Math.min(Math.max(xy[2 * k], 0), image.width);
    const y = Math.min(Math.max(xy[2 * k + 1], 0), image.height);
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x);
    bottom = Math.max(bottom, y);
  }
  return [left, top, right - left, bottom - top];
}

const prominence = ({ box: [, , width, height], score }: Detection): number => Math.sqrt(width * height) * score;
