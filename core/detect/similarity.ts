import type { LandmarkAnswer } from './landmarks.js';
import type { Expectation } from './seeds.js';

/** Landmarks on both sides, exchanged; the nose stays. */
const MIRROR = [
  0, 4, 5, 6, 1, 2, 3, 8, 7, 10, 9, 12, 11, 14, 13, 16, 15, 18, 17, 20, 19, 22, 21, 24, 23, 26, 25, 28, 27, 30, 29, 32,
  31,
];
/** Nose, shoulders, elbows, hips, knees: what tells one person from another. */
const CORE = [0, 11, 12, 13, 14, 23, 24, 25, 26];
/** Distance at which a pair counts e^−½, as a fraction of half the region (about the body's reach from the hips). */
const TOLERANCE = 0.1;

/** Landmarks (33×2) in the photo, and the region that tells how large the person is. */
export type Placed = Pick<LandmarkAnswer, 'xy' | 'region'>;

/**
 * How alike two poses are in the photo, in [0, 1]: the mean over the core landmarks of
 *
 *   exp(−d² / 2s²),  s = 0.1 · half the larger region
 *
 * Left and right may be exchanged as a whole: a network that takes a back for a front still found the same person.
 */
export function poseSimilarity(a: Placed, b: Placed): number {
  const s = Math.max(toleranceOf(a.region), toleranceOf(b.region));
  let straight = 0;
  let exchanged = 0;
  for (const k of CORE) {
    straight += closeness(a.xy[2 * k] - b.xy[2 * k], a.xy[2 * k + 1] - b.xy[2 * k + 1], s);
    const m = MIRROR[k];
    exchanged += closeness(a.xy[2 * k] - b.xy[2 * m], a.xy[2 * k + 1] - b.xy[2 * m + 1], s);
  }
  return Math.max(straight, exchanged) / CORE.length;
}

/**
 * How well landmarks lie where the seed's network saw them, in [0, 1]: the same measure, weighted by its confidence.
 */
export function seedAgreement({ xy, region }: Placed, expectations: readonly Expectation[]): number {
  const s = toleranceOf(region);
  const agreement = (index: (landmark: number) => number): number => {
    let sum = 0;
    let total = 0;
    for (const { landmarks, x, y, weight } of expectations) {
      let meanX = 0;
      let meanY = 0;
      for (const landmark of landmarks) {
        meanX += xy[2 * index(landmark)] / landmarks.length;
        meanY += xy[2 * index(landmark) + 1] / landmarks.length;
      }
      sum += weight * closeness(meanX - x, meanY - y, s);
      total += weight;
    }
    return total > 0 ? sum / total : 0;
  };
  return Math.max(
    agreement((k) => k),
    agreement((k) => MIRROR[k]),
  );
}

/** s, pixels: at this distance a pair counts e^−½. */
export const toleranceOf = ({ size }: Placed['region']): number => TOLERANCE * 0.5 * size;

/** exp(−d² / 2s²). */
export const closeness = (dx: number, dy: number, s: number): number => Math.exp(-(dx * dx + dy * dy) / (2 * s * s));
