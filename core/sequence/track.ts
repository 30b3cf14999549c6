import { JOINT_SETS, otherSide } from '../body/joint-sets.js';
import type { Detection } from '../types.js';
import { assign } from './assign.js';

/** Distance at which a keypoint counts e^−½, as a share of the person's box (mean side). */
const TOLERANCE = 0.12;
/** The velocity is that of the last so many frames, as a share of the longest absence: half a second of one second. */
const MEMORY = 0.5;
/** Below this likeness it is somebody else. */
const MIN_LIKENESS = 0.2;
/** A face moves with the rest, and its many points would outvote it. */
const CORE = /^(nose|(left|right)_(shoulder|elbow|hip|knee|ankle))$/;

/** One person over the frames of a sequence: T, null where nobody like that is seen. */
export type Track = readonly (Detection | null)[];

interface OpenTrack {
  /** T. */
  readonly seen: (Detection | null)[];
  last: number;
  lastSeen: Detection;
  /** In the picture, pixels a frame. */
  velocity: readonly [number, number];
}

/**
 * Who is who from frame to frame: all people of a frame together, so that those who meet are alike to where each would have
 * gone. A person who was away for up to `longestGap` frames, and comes back where the way led or where it ended, is the same.
 *
 * @param frames the people of each frame
 * @returns everybody, the most prominent first: by how large and how surely they are seen, over all frames
 */
export function followPeople(frames: readonly (readonly Detection[])[], longestGap: number): Track[] {
  const tracks: OpenTrack[] = [];
  const memory = Math.max(1, Math.round(MEMORY * longestGap));
  frames.forEach((people, t) => {
    const open = tracks.filter(({ last }) => t - last - 1 <= longestGap);
    const gains = open.map((track) => people.map((person) => gainOf(track, person, t)));
    const placed = new Set<Detection>();
    assign(gains).forEach((column, row) => {
      if (column < 0) return;
      placed.add(people[column]);
      goOn(open[row], people[column], t, memory);
    });
    for (const person of people) {
      if (placed.has(person)) continue;
      const seen: (Detection | null)[] = new Array(frames.length).fill(null);
      seen[t] = person;
      tracks.push({ seen, last: t, lastSeen: person, velocity: [0, 0] });
    }
  });
  return tracks.map(({ seen }) => seen).sort((a, b) => prominence(b) - prominence(a));
}

/** Adds a person to a track, in place. */
function goOn(track: OpenTrack, person: Detection, t: number, memory: number): void {
  const before = track.seen.findIndex((seen, k) => seen !== null && k >= Math.min(track.last, t - memory));
  const [dx, dy] = shift(track.seen[before] as Detection, person);
  track.velocity = [dx / (t - before), dy / (t - before)];
  track.seen[t] = person;
  track.last = t;
  track.lastSeen = person;
}

/** What it is worth that a person is the next of a track; 0: it is somebody else. */
function gainOf({ lastSeen, last, velocity: [vx, vy] }: OpenTrack, person: Detection, t: number): number {
  const frames = t - last;
  const ahead = moved(lastSeen, frames * vx, frames * vy);
  const own = Math.max(likeness(ahead, person, frames), likeness(lastSeen, person, frames)); // who walked may have stopped
  if (!(own >= MIN_LIKENESS)) return 0;
  // Whoever was away may be anywhere in a wider place: that somebody is in it says less, as with any density.
  return own / Math.sqrt(frames);
}

/** A person elsewhere in the picture, by pixels. */
function moved(person: Detection, dx: number, dy: number): Detection {
  const { keypoints } = person;
  return {
    ...person,
    keypoints: { ...keypoints, xy: keypoints.xy.map((value, i) => value + (i % 2 === 0 ? dx : dy)) },
  };
}

function prominence(track: Track): number {
  return track.reduce((sum, person) => sum + (person === null ? 0 : person.score * side(person)), 0);
}

const side = ({ box: [, , width, height] }: Detection): number => Math.sqrt(Math.max(1, width) * Math.max(1, height));

/**
 * How alike two poses are in the picture, in [0, 1]: mean of exp(−d² / 2s²), weighted by confidence. After a gap of several
 * frames a person may be further away. Left and right may be exchanged: who turns, or is taken for turned, is still there.
 */
export function likeness(a: Detection, b: Detection, frames = 1): number {
  const s = TOLERANCE * Math.max(side(a), side(b)) * Math.sqrt(frames);
  const near = (dx: number, dy: number): number => Math.exp(-(dx * dx + dy * dy) / (2 * s * s));
  return Math.max(
    meanOver(a, b, (name) => name, near),
    meanOver(a, b, otherSide, near),
  );
}

/** How far b is from a in the picture, pixels; (0, 0) where they share no keypoint. */
const shift = (a: Detection, b: Detection): [number, number] => [
  meanOver(
    a,
    b,
    (name) => name,
    (dx) => dx,
  ),
  meanOver(
    a,
    b,
    (name) => name,
    (_, dy) => dy,
  ),
];

/** Mean over the keypoints of a core that both show, by confidence, of what `value` makes of the way from a to b. */
function meanOver(
  a: Detection,
  b: Detection,
  partner: (name: string) => string,
  value: (dx: number, dy: number) => number,
): number {
  const names: readonly (string | null)[] = JOINT_SETS[a.keypoints.set];
  // The detector gives fewer keypoints of whoever is half hidden: another set, with the same joints in it.
  const others: readonly (string | null)[] = JOINT_SETS[b.keypoints.set];
  let sum = 0;
  let mass = 0;
  names.forEach((name, k) => {
    if (name === null || !CORE.test(name)) return;
    const m = others.indexOf(partner(name));
    if (m < 0) return;
    const weight = a.keypoints.confidence[k] * b.keypoints.confidence[m];
    if (!(weight > 0)) return;
    const dx = b.keypoints.xy[2 * m] - a.keypoints.xy[2 * k];
    const dy = b.keypoints.xy[2 * m + 1] - a.keypoints.xy[2 * k + 1];
    sum += weight * value(dx, dy);
    mass += weight;
  });
  return mass > 0 ? sum / mass : 0;
}
