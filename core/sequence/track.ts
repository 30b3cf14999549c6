import { JOINT_SETS, otherSide } from '../body/joint-sets.js';
import type { Detection } from '../types.js';

/** Distance at which a keypoint counts e^−½, as a share of the person's box (mean side). */
const TOLERANCE = 0.12;
/** Below this likeness it is somebody else. */
const MIN_LIKENESS = 0.2;
/** A face moves with the rest, and its many points would outvote it. */
const CORE = /^(nose|(left|right)_(shoulder|elbow|hip|knee|ankle))$/;

/** One person over the frames of a sequence: T, null where nobody like that is seen. */
export type Track = readonly (Detection | null)[];

/**
 * Who is who from frame to frame: the likest pair first, each person the next in one track at most. A person who was away
 * for up to `longestGap` frames and comes back to the same place is the same.
 *
 * @param frames the people of each frame
 * @returns everybody, the most prominent first: by how large and how surely they are seen, over all frames
 */
export function followPeople(frames: readonly (readonly Detection[])[], longestGap: number): Track[] {
  const tracks: { seen: (Detection | null)[]; last: number; lastSeen: Detection }[] = [];
  frames.forEach((people, t) => {
    const open = tracks.filter(({ last }) => t - last - 1 <= longestGap);
    const pairs = open.flatMap((track) =>
      people.map((person) => ({ track, person, likeness: likeness(track.lastSeen, person, t - track.last) })),
    );
    const placed = new Set<unknown>();
    for (const { track, person, likeness: found } of pairs.sort((a, b) => b.likeness - a.likeness)) {
      if (!(found >= MIN_LIKENESS) || placed.has(track) || placed.has(person)) continue;
      placed.add(track).add(person);
      track.seen[t] = person;
      track.last = t;
      track.lastSeen = person;
    }
    for (const person of people) {
      if (placed.has(person)) continue;
      const seen: (Detection | null)[] = new Array(frames.length).fill(null);
      seen[t] = person;
      tracks.push({ seen, last: t, lastSeen: person });
    }
  });
  return tracks.map(({ seen }) => seen).sort((a, b) => prominence(b) - prominence(a));
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
  const names: readonly (string | null)[] = JOINT_SETS[a.keypoints.set];
  // The detector gives fewer keypoints of whoever is half hidden: another set, with the same joints in it.
  const others: readonly (string | null)[] = JOINT_SETS[b.keypoints.set];
  const s = TOLERANCE * Math.max(side(a), side(b)) * Math.sqrt(frames);
  return Math.max(
    agreement((name) => name),
    agreement(otherSide),
  );

  function agreement(partner: (name: string) => string): number {
    let sum = 0;
    let mass = 0;
    names.forEach((name, k) => {
      if (name === null || !CORE.test(name)) return;
      const m = others.indexOf(partner(name));
      if (m < 0) return;
      const weight = a.keypoints.confidence[k] * b.keypoints.confidence[m];
      if (!(weight > 0)) return;
      const dx = a.keypoints.xy[2 * k] - b.keypoints.xy[2 * m];
      const dy = a.keypoints.xy[2 * k + 1] - b.keypoints.xy[2 * m + 1];
      sum += weight * Math.exp(-(dx * dx + dy * dy) / (2 * s * s));
      mass += weight;
    });
    return mass > 0 ? sum / mass : 0;
  }
}
