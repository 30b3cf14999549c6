import { expectChoice } from '../error.js';
import type { Detection, Image } from '../types.js';
import { detectionOf } from './detection.js';
import type { Person } from './follow-seed.js';
import type { MultiposeSize } from './multipose.js';
import { detectionOfPose, posesAlone } from './pose-only.js';
import { buildPyramid } from './pyramid.js';
import { wholePhoto } from './region.js';
import type { InferenceRuntime, Network, NetworkName } from './runtime.js';
import { followSeeds, type Search, searchRegion, searchTiles, withoutDoubles } from './search.js';
import { chooseTarget, seedOfBox, squaresAround, type Target } from './target.js';
import { closeUps, QUARTER, quarterTurns } from './tiles.js';

/**
 * How much work to spend:
 * - fast: people are looked for in a small copy of the photo; the full network once a person
 * - balanced: in a larger copy; the full network, then once more on the region that it asks for
 * - best: in a copy twice the size, small people once more from near; the heavy network twice: better at limbs on the
 *   far side
 */
export const DETAILS = ['fast', 'balanced', 'best'] as const;
export type Detail = (typeof DETAILS)[number];

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

/** @throws FitError usage when there is no such detail */
function presetOf(detail: Detail): Preset {
  expectChoice('detail', detail, DETAILS);
  return PRESETS[detail];
}

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

/** With somebody found at this score the photo is likely the right way up. */
const UPRIGHT_SCORE = 0.75;
/** Side of the picture in which MoveNet finds those whom it overlooks at twice the side: large, or seen in part. */
const COARSE: MultiposeSize = 256;
/** Beside one person this large, as a share of the photo, nobody is looked for coarsely. */
const LARGE = 0.4;
/** Somebody whom the caller points at must show less: the caller has seen them. */
const MIN_SCORE_OF_TARGET = 0.3;

/**
 * Finds the people in a photo, the most prominent first (side of the box times score): 33 keypoints in pixels with
 * confidence, world landmarks, mask. No people, no entries.
 *
 * Two networks propose where people are; a third finds the landmarks of each and says itself where it would rather have
 * looked; proposals that come to nothing or to the same person are dropped. Where the two may have missed somebody,
 * they look again: at tiles of a crowd, at small people from near, at the photo turned when nobody is surely there.
 *
 * @throws FitError usage for an unknown detail; what the signal throws
 */
export async function findPeople(
  image: Image,
  runtime: InferenceRuntime,
  options: FindPeopleOptions = {},
): Promise<Detection[]> {
  const search = await openSearch(image, runtime, options);
  const target = targetOf(options);
  await searchTiles(search, wholePhoto(image));
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

/**
 * Loads the networks that findPeople uses, so that its time can be told from theirs: multipose, detector, landmarks.
 */
export async function loadNetworks(
  runtime: InferenceRuntime,
  detail: Detail = 'best',
): Promise<[Network, Network, Network]> {
  const names = ['movenet_multipose', 'pose_detection', presetOf(detail).network] as const;
  const [multipose, detector, landmarks] = names.map((name) => runtime.load(name));
  return Promise.all([multipose, detector, landmarks]);
}

const targetOf = ({ at, box }: FindPeopleOptions): Target | null => (box ? { box } : at ? { at } : null);

/** The whole photo coarsely, for the large; the photo turned when nobody is surely there; small people from near. */
async function searchAgain(search: Search): Promise<void> {
  const { image } = search.pyramid;
  const whole = wholePhoto(image);
  const { sizes } = search.proposers;
  const [first, ...rest] = withoutDoubles(search.people);
  const isFilled =
    first !== undefined &&
    rest.length === 0 &&
    first.score >= UPRIGHT_SCORE &&
    first.landmarks.region.size >= LARGE * whole.size;
  if (!isFilled && !sizes.includes(COARSE)) await searchRegion(search, whole, { sizes: [COARSE], detector: null });
  for (const turn of turnsToTry(search.people)) {
    await searchRegion(search, { ...whole, rotation: turn * QUARTER });
  }
  if (search.closeUps) {
    const people = search.people.map(({ landmarks }) => landmarks.region);
    const others = search.unfollowed.filter(({ isStrong }) => isStrong).map(({ region }) => region);
    for (const near of closeUps([...people, ...others], image)) {
      await searchRegion(search, near, { sizes: [...new Set([COARSE, ...sizes])] });
    }
  }
}

/** Quarter turns of the photo: all when nobody is surely there, else those in which somebody found stands upright. */
function turnsToTry(people: readonly Person[]): number[] {
  if (!people.some(({ score }) => score >= UPRIGHT_SCORE)) return [1, 2, 3];
  const turns = people.map(({ landmarks }) => quarterTurns(landmarks.region));
  return [...new Set(turns)].filter((turn) => turn !== 0);
}

/** Everybody found so far, once, the most prominent first. */
function peopleOf({ people, unfollowed, pyramid: { image } }: Search): Detection[] {
  const found = withoutDoubles(people).map((person) => detectionOf(person, image));
  const alone = posesAlone(unfollowed, people).map((seed) => detectionOfPose(seed, image));
  return [...found, ...alone].sort((a, b) => prominence(b) - prominence(a));
}

async function openSearch(image: Image, runtime: InferenceRuntime, options: FindPeopleOptions): Promise<Search> {
  const { detail = 'best', signal } = options;
  const checkSignal = (): void => signal?.throwIfAborted();
  checkSignal();
  const { network: name, passes, closeUps, multiposeSize, minScore } = presetOf(detail);
  const [multipose, detector, network] = await loadNetworks(runtime, detail);
  checkSignal();
  return {
    pyramid: buildPyramid(image),
    proposers: { multipose, sizes: [options.multiposeSize ?? multiposeSize], detector },
    looker: { name, network, passes, minScore: targetOf(options) ? MIN_SCORE_OF_TARGET : minScore },
    closeUps,
    hasTarget: targetOf(options) !== null,
    people: [],
    unfollowed: [],
    checkSignal,
  };
}

const prominence = ({ box: [, , width, height], score }: Detection): number => Math.sqrt(width * height) * score;
