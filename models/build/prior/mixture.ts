import type { PoseMixture } from '../../../core/types.js';
import type { Random } from '../random.js';
import { addPoint, type Moments, type Symmetry, withReflections, zeroMoments } from './components.js';
import { componentEnergy, constantOf, type Gaussians, toPoseMixture } from './gaussians.js';
import { kMeans } from './k-means.js';
import type { Samples } from './samples.js';

/** A component this many nats behind the best one has no share in a point: e⁻⁴⁰ is below double precision. */
const NEGLIGIBLE = 40;
/** Shares smaller than this move no mean or covariance. */
const MIN_SHARE = 1e-7;
/** Rounds of k-means before EM: it only has to spread the components. */
const START_ROUNDS = 10;
/** A component never weighs less than this many points, so that none dies. */
const MIN_WEIGHT = 1e-3;

/** How a mixture is fitted. */
export interface MixtureOptions {
  readonly componentCount: number;
  /** D: added to the diagonal of every covariance, in squared units of the samples. */
  readonly floor: Float64Array;
  /** EM stops when the mean log-likelihood gains less than this in one round, nats. */
  readonly tolerance: number;
  readonly maxRounds: number;
  /** With it, the mixture is that of the samples and their reflections together, and symmetric. */
  readonly symmetry?: Symmetry;
}

/** A fitted mixture and how well it explains what it was fitted to. */
export interface MixtureFit {
  readonly gaussians: Gaussians;
  readonly mixture: PoseMixture;
  /** Mean of −log p over the samples, nats. */
  readonly negativeLogLikelihood: number;
  readonly rounds: number;
}

/**
 * Full-covariance Gaussian mixture by expectation maximisation (Bishop 2006, section 9.2.2), from `start` to
 * convergence. The floor is added in every round, as if the samples carried that much noise.
 */
export function fitMixture(samples: Samples, options: MixtureOptions, start: Gaussians): MixtureFit {
  let gaussians = start;
  let mixture = toPoseMixture(gaussians);
  let previous = Number.POSITIVE_INFINITY;
  for (let round = 1; ; round++) {
    const { moments, negativeLogLikelihood } = expectation(samples, mixture);
    const converged = !(previous - negativeLogLikelihood > options.tolerance);
    if (converged || round === options.maxRounds) return { gaussians, mixture, negativeLogLikelihood, rounds: round };
    previous = negativeLogLikelihood;
    gaussians = maximization(moments, mixture.means, options);
    mixture = toPoseMixture(gaussians);
  }
}

/** A mixture to start from: the Gaussians of k-means clusters. */
export function clusterStart(samples: Samples, options: MixtureOptions, random: Random): Gaussians {
  const { values, weights, dimension: D } = samples;
  const { centres, labels } = kMeans(samples, options.componentCount, START_ROUNDS, random, options.symmetry);
  const moments = zeroMoments(options.componentCount, D);
  const offset = new Float64Array(D);
  for (let n = 0; n < labels.length; n++) {
    const m = labels[n];
    for (let i = 0; i < D; i++) offset[i] = values[n * D + i] - centres[m * D + i];
    addPoint(moments, m, weights[n], offset);
  }
  return maximization(moments, centres, options);
}

/** E step: each point is shared among the components in proportion to w_m N(x; μ_m, Σ_m). Moments about the means. */
function expectation(samples: Samples, mixture: PoseMixture): { moments: Moments; negativeLogLikelihood: number } {
  const { weights, dimension: D } = samples;
  const M = mixture.componentCount;
  const moments = zeroMoments(M, D);
  const shares = new Float64Array(M);
  const offsets = Array.from({ length: M }, () => new Float64Array(D));
  let total = 0;
  let sum = 0;
  for (let n = 0; n < weights.length; n++) {
    total += weights[n];
    sum += weights[n] * shareOut(mixture, samples.values, n * D, offsets, shares);
    for (let m = 0; m < M; m++) {
      if (shares[m] > MIN_SHARE) addPoint(moments, m, weights[n] * shares[m], offsets[m]);
    }
  }
  return { moments, negativeLogLikelihood: sum / total + constantOf(mixture) };
}

/** Writes the posterior share of each component (M) at one point, and returns −log Σ_m exp(−energy_m). */
function shareOut(
  mixture: PoseMixture,
  values: Float64Array,
  start: number,
  offsets: readonly Float64Array[],
  shares: Float64Array,
): number {
  const M = mixture.componentCount;
  let least = Number.POSITIVE_INFINITY;
  for (let m = 0; m < M; m++) {
    shares[m] = componentEnergy(mixture, m, values, start, offsets[m], least + NEGLIGIBLE);
    least = Math.min(least, shares[m]);
  }
  let sum = 0;
  for (let m = 0; m < M; m++) {
    shares[m] = Math.exp(least - shares[m]);
    sum += shares[m];
  }
  for (let m = 0; m < M; m++) shares[m] /= sum;
  return least - Math.log(sum);
}

/** M step: weight, mean and covariance of each component from its moments about `origins` (M×D). */
function maximization(gathered: Moments, origins: Float64Array, options: MixtureOptions): Gaussians {
  const M = options.componentCount;
  const D = options.floor.length;
  const moments = options.symmetry ? withReflections(gathered, options.symmetry) : gathered;
  const counts = moments.weight.map((weight) => Math.max(weight, MIN_WEIGHT));
  const total = counts.reduce((a, b) => a + b);
  const means = origins.slice();
  const covariances = new Float64Array(M * D * D);
  for (let m = 0; m < M; m++) {
    const shift = moments.first.subarray(m * D, (m + 1) * D).map((sum) => sum / counts[m]);
    for (let i = 0; i < D; i++) {
      means[m * D + i] += shift[i];
      const row = (m * D + i) * D;
      for (let k = i; k < D; k++) {
        const covariance = moments.second[row + k] / counts[m] - shift[i] * shift[k];
        covariances[row + k] = covariance;
        covariances[(m * D + k) * D + i] = covariance;
      }
      covariances[row + i] += options.floor[i];
    }
  }
  return { weights: counts.map((count) => count / total), means, covariances };
}

/** −log p of each point (N), in nats. */
export function negativeLogLikelihoods(mixture: PoseMixture, values: Float64Array): Float64Array {
  const { componentCount: M, dimension: D } = mixture;
  const out = new Float64Array(values.length / D);
  const shares = new Float64Array(M);
  const offsets = Array.from({ length: M }, () => new Float64Array(D));
  const constant = constantOf(mixture);
  for (let n = 0; n < out.length; n++) out[n] = shareOut(mixture, values, n * D, offsets, shares) + constant;
  return out;
}
