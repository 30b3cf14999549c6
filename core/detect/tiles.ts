import type { Image } from '../types.js';
import type { Region } from './region.js';

/** Radians. */
export const QUARTER = Math.PI / 2;
/** Side of a tile as a share of the whole: halves that overlap by a fifth, so that nobody is cut by all of them. */
const TILE = 0.6;
/** A tile that shows less of the photo than this share of its own area is left out. */
const MIN_PHOTO = 0.15;
/** People smaller than this share of the photo are worth a closer look. */
const SMALL = 0.35;
/** Room around small people for others beside them. */
const ROOM = 1.3;
/** Closer than this share of the sum of their regions' sides, people are one group. */
const NEAR = 0.35;

/** Four overlapping squares in place of one, without those that lie beyond the photo. */
export function tilesOf(region: Region, image: Image): Region[] {
  const size = TILE * region.size;
  const offset = (region.size - size) / 2;
  return [-1, 1]
    .flatMap((v) => [-1, 1].map((u) => ({ x: region.x + u * offset, y: region.y + v * offset, size, rotation: 0 })))
    .filter((tile) => shareInside(tile, image) >= MIN_PHOTO);
}

/** Squares around small people that are worth a closer look: each group of them by itself. */
export function closeUps(people: readonly Region[], image: Image): Region[] {
  const whole = Math.max(image.width, image.height);
  const small = people.filter(({ size }) => size < SMALL * whole);
  return groupsOf(small)
    .map(squareAround)
    .filter(({ size }) => size <= TILE * whole);
}

/** Those who stand close to each other, together. */
function groupsOf(people: readonly Region[]): Region[][] {
  const groups: Region[][] = [];
  for (const person of people) {
    const near = groups.filter((group) =>
      group.some(({ x, y, size }) => Math.hypot(x - person.x, y - person.y) < NEAR * (size + person.size)),
    );
    for (const group of near) groups.splice(groups.indexOf(group), 1);
    groups.push([person, ...near.flat()]);
  }
  return groups;
}

/** How many quarter turns, 0 to 3, a person stands away from the photo's upright. */
export const quarterTurns = ({ rotation }: Region): number => (Math.round(rotation / QUARTER) + 4) % 4;

/** The square around a group, with room; turned as most of the group stand. */
function squareAround(group: readonly Region[]): Region {
  const left = Math.min(...group.map(({ x, size }) => x - size / 2));
  const right = Math.max(...group.map(({ x, size }) => x + size / 2));
  const top = Math.min(...group.map(({ y, size }) => y - size / 2));
  const bottom = Math.max(...group.map(({ y, size }) => y + size / 2));
  const size = ROOM * Math.max(right - left, bottom - top);
  const standing = [0, 0, 0, 0];
  for (const person of group) standing[quarterTurns(person)]++;
  const rotation = standing.indexOf(Math.max(...standing)) * QUARTER;
  return { x: (left + right) / 2, y: (top + bottom) / 2, size, rotation };
}

/** Share of an upright square that lies in the photo. */
function shareInside({ x, y, size }: Region, { width, height }: Image): number {
  const across = Math.min(x + size / 2, width) - Math.max(x - size / 2, 0);
  const down = Math.min(y + size / 2, height) - Math.max(y - size / 2, 0);
  return (Math.max(0, across) * Math.max(0, down)) / (size * size);
}
