import { followSeed, type Looker, type Person } from './follow-seed.js';
import { maskOf } from './landmarks.js';
import type { Pyramid } from './pyramid.js';
import type { Region } from './region.js';
import { isSamePerson } from './same-person.js';
import { findSeeds, type Proposers, type Seed } from './seeds.js';
import { seedAgreement } from './similarity.js';
import { tilesOf } from './tiles.js';
import { isWitnessed, needsWitness } from './witness.js';

/** A photo, those who look at it, and whom they have found. */
export interface Search {
  readonly pyramid: Pyramid;
  readonly proposers: Proposers;
  readonly looker: Looker;
  readonly closeUps: boolean;
  /** Whether the caller points at somebody: then less proof is needed. */
  readonly hasTarget: boolean;
  /** Grows; may hold somebody twice. */
  readonly people: Person[];
  /** Grows: poses by MoveNet that the landmark network could not follow. */
  readonly unfollowed: Seed[];
  checkSignal(): void;
}

/** A seed that agrees this well with a person already found is that person. */
const EXPLAINED = 0.6;
/** MoveNet names six people at most: as many strong seeds mean that there may be more. */
const FULL = 6;
/** Tiles of tiles, and no further: 1 + 4 + 16 runs of MoveNet at most. */
const MAX_DEPTH = 2;

/** Searches a region; and, when it holds as many people as MoveNet can name, its tiles. */
export async function searchTiles(search: Search, region: Region, depth = 0): Promise<void> {
  const seeds = await searchRegion(search, region);
  const strong = seeds.filter(({ isStrong, kind }) => isStrong && kind === 'pose').length;
  if (strong < FULL || depth === MAX_DEPTH) return;
  for (const tile of tilesOf(region, search.pyramid.image)) await searchTiles(search, tile, depth + 1);
}

/** Adds the people of a region, as others than the search's own proposers see it. */
export async function searchRegion(
  search: Search,
  region: Region,
  proposers: Partial<Proposers> = {},
): Promise<Seed[]> {
  search.checkSignal();
  const seeds = await findSeeds(search.pyramid, { ...search.proposers, ...proposers }, region);
  await followSeeds(search, seeds);
  return seeds;
}

/**
 * Adds the people whom seeds lead to.
 *
 * First each seed by itself; then those of MoveNet's that led to nobody, or to somebody known: the landmark network
 * finds the most prominent person of its region, the one behind only with everybody found so far painted over.
 */
export async function followSeeds(search: Search, seeds: readonly Seed[]): Promise<void> {
  const { people, unfollowed } = search;
  const open: Seed[] = [];
  for (const seed of seeds) {
    if (isExplained(seed, people)) continue;
    const person = await follow(search, seed, []);
    const isNew = person !== undefined && !people.some((other) => isSamePerson(other, person));
    if (!isNew && seed.kind === 'pose' && seed.isStrong) open.push(seed);
    if (person !== undefined) people.push(person);
  }
  for (const seed of open) {
    if (isExplained(seed, people)) continue;
    const person = people.length > 0 ? await follow(search, seed, people) : undefined;
    if (person !== undefined) people.push(person);
    else unfollowed.push(seed);
  }
}

/**
 * Where a seed leads with some people painted over; undefined when that is nobody, or nobody whom MoveNet sees, too.
 */
async function follow(search: Search, seed: Seed, others: readonly Person[]): Promise<Person | undefined> {
  search.checkSignal();
  const masks = others.map(({ landmarks }) => maskOf(landmarks));
  const person = await followSeed(search.pyramid, search.looker, seed, masks);
  if (person === undefined || search.hasTarget || !needsWitness(person, seed)) return person;
  search.checkSignal();
  return (await isWitnessed(search.pyramid, search.proposers.multipose, person)) ? person : undefined;
}

const isExplained = ({ expectations }: Seed, people: readonly Person[]): boolean =>
  people.some(({ landmarks }) => seedAgreement(landmarks, expectations) >= EXPLAINED);

/** Of those who are the same person, the one with the highest score. */
export function withoutDoubles(people: readonly Person[]): Person[] {
  const kept: Person[] = [];
  for (const person of [...people].sort((a, b) => b.score - a.score)) {
    if (!kept.some((other) => isSamePerson(other, person))) kept.push(person);
  }
  return kept;
}
