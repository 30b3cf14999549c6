import type { Detection, Image } from '../types.js';
import { SEEN } from './confidence.js';
import { followSeed, type Looker, type Person } from './follow-seed.js';
import { maskOf } from './landmarks.js';
import type { MultiposeSize } from './multipose.js';
import { buildPyramid, type Pyramid } from './pyramid.js';
import { type Region, wholePhoto } from './region.js';
import type { InferenceRuntime, Network, NetworkName } from './runtime.js';
import { findSeeds, type Proposers, type Seed } from './seeds.js';
import { poseSimilarity, seedAgreement } from './similarity.js';
import { chooseTarget, seedOfBox, squaresAround, type Target } from './target.js';
import { closeUp, tilesOf } from './tiles.js';

/**
 * How much work to spend:
 * - fast: people are looked for in a small copy of the photo; the full network once a person
 * - balanced: in a larger copy; the full network, then once more on the region that it asks for
 * - best: in a copy twice the size, small people once more from near; the heavy network twice: better at limbs on the
 *   far side
 */
export type Detail = 'fast' | 'balanced' | 'best';

interface Preset {
  readonly network: NetworkName;
  /** One more pass took the 2D error on hard photos from 12.5 to 11.4 % of the torso. */
  readonly passes: number;
  readonly multiposeSize: MultiposeSize;
  readonly closeUps: boolean;
  /**
   * What a person must show (personScore). With the heavy network a galloping horse reaches 0.54, the least sure of the
   * real people in 30 photos has 0.61; a dog on its hind legs passes, with 0.62. The full network is less sure of
   * people, and of 59 pictures without any it sees nobody at 0.5 either.
   */
  readonly minScore: number;
}

const PRESETS: Readonly<Record<Detail, Preset>> = {
  fast: { network: 'pose_landmark_full', passes: 1, multiposeSize: 256, closeUps: false, minScore: 0.5 },
  balanced: { network: 'pose_landmark_full', passes: 2, multiposeSize: 384, closeUps: false, minScore: 0.5 },
  best: { network: 'pose_landmark_heavy', passes: 2, multiposeSize: 512, closeUps: true, minScore: 0.6 },
};

export interface FindPeopleOptions {
  /** Default: best. */
  readonly detail?: Detail;
  /** Side of the copy of the photo in which MoveNet looks for people, pixels; default: by detail. */
  readonly multiposeSize?: MultiposeSize;
  /** Only the person at this point of the photo, [x, y], pixels. */
  readonly at?: readonly [number, number];
  /** Only the person who fills this box best, [x, y, width, height], pixels. Wins over `at`. */
  readonly box?: readonly [number, number, number, number];
  /** Asked before each network runs; an AbortSignal fits. */
  readonly signal?: { throwIfAborted(): void };
}

/** A seed that agrees this well with a person already found is that person. */
const EXPLAINED = 0.6;
/** Two poses more alike than this are one person. */
const SAME_PERSON = 0.5;
/** MoveNet names six people at most: as many strong seeds mean that there may be more. */
const FULL = 6;
/** Tiles of tiles, and no further: 1 + 4 + 16 runs of MoveNet at most. */
const MAX_DEPTH = 2;
/** With somebody found at this score the photo is likely the right way up. */
const UPRIGHT_SCORE = 0.75;
const QUARTER = Math.PI / 2;
/** Somebody whom the caller points at must show less: the caller has seen them. */
const MIN_SCORE_OF_TARGET = 0.3;

/**
 * Finds the people in a photo, the most prominent first (side of the box times score): 33 keypoints in pixels with
 * confidence, world landmarks, mask. No people, no entries.
 *
 * Two networks propose where people are; a third finds the landmarks of each and says itself where it would rather have
 * looked; proposals that come to nothing or to the same person are dropped. Where the two may have missed somebody,
 * they look again: at tiles of a crowd, at small people from near, at the photo turned when nobody is surely there.
 */
export async function findPeople(
  image: Image,
  runtime: InferenceRuntime,
  options: FindPeopleOptions = {},
): Promise<Detection[]> {
  const search = await openSearch(image, runtime, options);
  const target = targetOf(options);
  await searchTiles(search, wholePhoto(image), 0);
  if (target === null) await searchAgain(search);
  const people = peopleOf(search);
  if (target === null) return people;

  for (const square of squaresAround(target, image)) {
    if (chooseTarget(peopleOf(search), target).length > 0) break;
    await searchRegion(search, square);
  }
  if ('box' in target && chooseTarget(peopleOf(search), target).length === 0) {
    await followSeeds(search, [seedOfBox(target.box)]);
  }
  return chooseTarget(peopleOf(search), target);
}

/** Loads the networks that findPeople uses, so that its time can be told from theirs: multipose, detector, landmarks. */
export function loadNetworks(runtime: InferenceRuntime, detail: Detail = 'best'): Promise<[Network, Network, Network]> {
  const names = ['movenet_multipose', 'pose_detection', PRESETS[detail].network] as const;
  const [multipose, detector, landmarks] = names.map((name) => runtime.load(name));
  return Promise.all([multipose, detector, landmarks]);
}

const targetOf = ({ at, box }: FindPeopleOptions): Target | null => (box ? { box } : at ? { at } : null);

/** Small people from near; and the photo turned when nobody is surely there. */
async function searchAgain(search: Search): Promise<void> {
  const { image } = search.pyramid;
  const near = search.closeUps
    ? closeUp(
        search.people.map(({ landmarks }) => landmarks.region),
        image,
      )
    : null;
  if (near !== null) await searchRegion(search, near);
  for (const turn of turnsToTry(search.people)) {
    await searchRegion(search, { ...wholePhoto(image), rotation: turn * QUARTER });
  }
}

/** Quarter turns of the photo: all when nobody is surely there, else those in which somebody found stands upright. */
function turnsToTry(people: readonly Person[]): number[] {
  if (!people.some(({ score }) => score >= UPRIGHT_SCORE)) return [1, 2, 3];
  const turns = people.map(({ landmarks }) => (Math.round(landmarks.region.rotation / QUARTER) + 4) % 4);
  return [...new Set(turns)].filter((turn) => turn !== 0);
}

/** Everybody found so far, once, the most prominent first. */
function peopleOf({ people, pyramid: { image } }: Search): Detection[] {
  return withoutDoubles(people)
    .map((person) => toDetection(person, image))
    .sort((a, b) => prominence(b) - prominence(a));
}

/** A photo, those who look at it, and whom they have found. */
interface Search {
  readonly pyramid: Pyramid;
  readonly proposers: Proposers;
  readonly looker: Looker;
  readonly closeUps: boolean;
  /** Grows; may hold somebody twice. */
  readonly people: Person[];
  checkSignal(): void;
}

async function openSearch(image: Image, runtime: InferenceRuntime, options: FindPeopleOptions): Promise<Search> {
  const { detail = 'best', signal } = options;
  const checkSignal = (): void => signal?.throwIfAborted();
  checkSignal();
  const { network: name, passes, closeUps, multiposeSize, minScore } = PRESETS[detail];
  const [multipose, detector, network] = await loadNetworks(runtime, detail);
  checkSignal();
  return {
    pyramid: buildPyramid(image),
    proposers: { multipose, multiposeSize: options.multiposeSize ?? multiposeSize, detector },
    looker: { name, network, passes, minScore: targetOf(options) ? MIN_SCORE_OF_TARGET : minScore },
    closeUps,
    people: [],
    checkSignal,
  };
}

/** Searches a region; and, when it holds as many people as MoveNet can name, its tiles. */
async function searchTiles(search: Search, region: Region, depth: number): Promise<void> {
  const seeds = await searchRegion(search, region);
  const strong = seeds.filter(({ isStrong, kind }) => isStrong && kind === 'pose').length;
  if (strong < FULL || depth === MAX_DEPTH) return;
  for (const tile of tilesOf(region, search.pyramid.image)) await searchTiles(search, tile, depth + 1);
}

/** Adds the people of a region. */
async function searchRegion(search: Search, region: Region): Promise<Seed[]> {
  search.checkSignal();
  const seeds = await findSeeds(search.pyramid, search.proposers, region);
  await followSeeds(search, seeds);
  return seeds;
}

/** Adds the people whom seeds lead to. */
async function followSeeds({ pyramid, looker, people, checkSignal }: Search, seeds: readonly Seed[]): Promise<void> {
  for (const seed of seeds) {
    if (people.some(({ landmarks }) => seedAgreement(landmarks, seed.expectations) >= EXPLAINED)) continue;
    checkSignal();
    let person = await followSeed(pyramid, looker, seed);
    // Led to nobody, or to somebody in front who is known already: once more without those.
    const isNew = person !== undefined && !people.some((other) => isSame(other, person!));
    if (!isNew && seed.kind === 'pose' && people.length > 0) {
      checkSignal();
      const masks = people.map(({ landmarks }) => maskOf(landmarks));
      person = (await followSeed(pyramid, looker, seed, masks)) ?? person;
    }
    if (person !== undefined) people.push(person);
  }
}

const isSame = (a: Person, b: Person): boolean => poseSimilarity(a.landmarks, b.landmarks) > SAME_PERSON;

/** Of those who are the same person, the one with the highest score. */
function withoutDoubles(people: readonly Person[]): Person[] {
  const kept: Person[] = [];
  for (const person of [...people].sort((a, b) => b.score - a.score)) {
    if (!kept.some((other) => isSame(other, person))) kept.push(person);
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
