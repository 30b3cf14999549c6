import { JOINT_SETS } from '../../core/body/joint-sets.js';
import { NOISE_SHARE } from '../../core/keypoints/noise.js';
import type { Detection } from '../../core/types.js';
import type { Match } from './detect-metrics.js';
import { median } from './statistics.js';

/** One keypoint of one person found. */
export interface Sample {
  readonly name: string;
  readonly confidence: number;
  /** Distance from the truth as a share of the person's size. */
  readonly error: number;
}

/**
 * Keypoints of people found at OKS .5 or better with their errors. Size is what the fit takes for it: root mean square
 * distance of the labelled keypoints from their mean.
 */
export function samplesOf(matches: readonly Match[], people: readonly Detection[]): Sample[] {
  return matches.flatMap(({ person, found, similarity }) => {
    if (!(similarity >= 0.5)) return [];
    const { keypoints } = people[found];
    const rowOf = new Map(JOINT_SETS[keypoints.set].map((name, k) => [name, k]));
    const size = sizeOf(person.keypoints.filter(([, , v]) => v > 0));
    const truth = person.landmarks ?? [];
    return truth.flatMap(([x, y], k) => {
      const name = JOINT_SETS.blazepose33[k];
      const row = rowOf.get(name);
      if (name === null || row === undefined || (x === 0 && y === 0)) return [];
      const error = Math.hypot(keypoints.xy[2 * row] - x, keypoints.xy[2 * row + 1] - y) / size;
      return [{ name, confidence: keypoints.confidence[row], error }];
    });
  });
}

/** Root mean square distance of points from their mean. */
export function sizeOf(points: readonly (readonly [number, number, number])[]): number {
  const n = points.length;
  const [x, y] = [0, 1].map((axis) => points.reduce((sum, point) => sum + point[axis], 0) / n);
  return Math.sqrt(points.reduce((sum, point) => sum + (point[0] - x) ** 2 + (point[1] - y) ** 2, 0) / n);
}

const BINS = 10;

/**
 * The curve as a table: for tenths of confidence, how many keypoints, their errors, and what the confidence promises,
 * NOISE_SHARE / confidence.
 */
export function reliability(samples: readonly Sample[]): string[][] {
  const percent = (share: number): string => (100 * share).toFixed(1);
  const head = ['confidence', 'keypoints', 'median error %', '90th percentile %', 'promised %', 'within 10.5 %'];
  const rows = Array.from({ length: BINS }, (_, bin) => {
    const errors = samples
      .filter(({ confidence }) => Math.min(BINS - 1, Math.floor(BINS * confidence)) === bin)
      .map(({ error }) => error)
      .sort((a, b) => a - b);
    const range = `${(bin / BINS).toFixed(1)}-${((bin + 1) / BINS).toFixed(1)}`;
    if (errors.length === 0) return [range, '0', '', '', '', ''];
    const within = errors.filter((error) => error <= 3 * NOISE_SHARE).length / errors.length;
    const promised = NOISE_SHARE / ((bin + 0.5) / BINS);
    return [
      range,
      String(errors.length),
      percent(median(errors)),
      percent(errors[Math.floor(0.9 * errors.length)]),
      percent(promised),
      percent(within),
    ];
  });
  return [head, ...rows];
}
