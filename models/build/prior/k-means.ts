import type { Random } from '../random.js';
import type { Symmetry } from './components.js';
import { reflect } from './mirror.js';
import type { Samples } from './samples.js';

/** Clusters of a set of points. */
export interface Clusters {
  /** K×D. */
  readonly centres: Float64Array;
  /** N, the cluster of each point. */
  readonly labels: Int32Array;
}

/**
 * Lloyd's k-means with a k-means++ start (Arthur & Vassilvitskii 2007), a fixed number of rounds. With a symmetry, the
 * centres are those of the points and their reflections together and stay each other's reflections.
 */
export function kMeans(
  samples: Samples,
  clusterCount: number,
  rounds: number,
  random: Random,
  symmetry?: Symmetry,
): Clusters {
  const centres = plusPlusCentres(samples, clusterCount, random, symmetry);
  const labels = new Int32Array(samples.weights.length);
  assign(samples, centres, labels);
  for (let round = 0; round < rounds; round++) {
    moveCentres(samples, labels, centres, symmetry);
    assign(samples, centres, labels);
  }
  return { centres, labels };
}

/** k-means++: each new centre is a point drawn with probability proportional to its squared distance from the others. */
function plusPlusCentres(samples: Samples, K: number, random: Random, symmetry?: Symmetry): Float64Array {
  const { values, weights, dimension: D } = samples;
  const N = weights.length;
  const centres = new Float64Array(K * D);
  const nearest = new Float64Array(N).fill(Number.POSITIVE_INFINITY);
  const chance = Float64Array.from(weights);
  for (let k = 0; k < K; k++) {
    if (symmetry && symmetry.partner[k] < k) {
      reflect(symmetry.mirror, centres, symmetry.partner[k] * D, centres, k * D);
    } else {
      const n = draw(chance, random);
      centres.set(values.subarray(n * D, (n + 1) * D), k * D);
      if (symmetry && symmetry.partner[k] === k) symmetrize(centres, k, symmetry);
    }
    for (let n = 0; n < N; n++) {
      nearest[n] = Math.min(nearest[n], squaredDistance(values, n * D, centres, k * D, D, nearest[n]));
      chance[n] = weights[n] * nearest[n];
    }
  }
  return centres;
}

/** An index drawn with the given chances, which need not sum to one. */
function draw(chance: Float64Array, random: Random): number {
  let total = 0;
  for (const value of chance) total += value;
  let left = random.uniform() * total;
  for (let n = 0; n < chance.length; n++) {
    left -= chance[n];
    if (left < 0) return n;
  }
  return chance.length - 1;
}

function assign(samples: Samples, centres: Float64Array, labels: Int32Array): void {
  const { values, dimension: D } = samples;
  const K = centres.length / D;
  for (let n = 0; n < labels.length; n++) {
    // The old cluster first: its distance is usually the least, and lets the others be given up early.
    let best = labels[n];
    let least = squaredDistance(values, n * D, centres, best * D, D, Number.POSITIVE_INFINITY);
    for (let k = 0; k < K; k++) {
      const distance = squaredDistance(values, n * D, centres, k * D, D, least);
      if (distance >= least) continue;
      best = k;
      least = distance;
    }
    labels[n] = best;
  }
}

/** Squared distance of two points; any number ≥ `enough` once it is known to reach that. */
function squaredDistance(
  a: Float64Array,
  aStart: number,
  b: Float64Array,
  bStart: number,
  D: number,
  enough: number,
): number {
  let sum = 0;
  for (let i = 0; i < D && sum < enough; i++) {
    const difference = a[aStart + i] - b[bStart + i];
    sum += difference * difference;
  }
  return sum;
}

/** Puts every centre, in place, at the mean of its points; a centre without points stays. */
function moveCentres(samples: Samples, labels: Int32Array, centres: Float64Array, symmetry?: Symmetry): void {
  const { values, weights, dimension: D } = samples;
  const K = centres.length / D;
  const sums = new Float64Array(K * D);
  const counts = new Float64Array(K);
  for (let n = 0; n < labels.length; n++) {
    const k = labels[n];
    counts[k] += weights[n];
    for (let i = 0; i < D; i++) sums[k * D + i] += weights[n] * values[n * D + i];
  }
  const reflected = new Float64Array(D);
  for (let k = 0; k < K; k++) {
    const other = symmetry ? symmetry.partner[k] : k;
    const count = counts[k] + (symmetry ? counts[other] : 0);
    if (!(count > 0)) continue;
    if (symmetry) reflect(symmetry.mirror, sums, other * D, reflected, 0);
    for (let i = 0; i < D; i++) centres[k * D + i] = (sums[k * D + i] + reflected[i]) / count;
  }
}

/** Replaces centre k, in place, by the mean of it and its reflection. */
function symmetrize(centres: Float64Array, k: number, { mirror }: Symmetry): void {
  const D = mirror.index.length;
  const reflected = new Float64Array(D);
  reflect(mirror, centres, k * D, reflected, 0);
  for (let i = 0; i < D; i++) centres[k * D + i] = (centres[k * D + i] + reflected[i]) / 2;
}
