import { NOISE_SHARE } from '../keypoints/noise.js';
import { SEEN } from '../keypoints/seen.js';
import type { Image } from '../types.js';
import { LANDMARKS, type LandmarkAnswer } from './landmarks.js';
import type { Expectation } from './seeds.js';

/** How far beyond the border of the photo a keypoint is still believed a little, as a fraction of the region. */
const BORDER_FADE = 0.05;
/** Landmarks of the head, the shoulders and the hips: what shows that there is a person. */
const GROUPS = [
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
  [11, 12],
  [23, 24],
];

/**
 * K numbers in [0, 1], how much of each landmark there is to be seen:
 *
 *   visibility · heatmap peak · max(0, 1 − distance beyond the border / (0.05 · region))
 *
 * Visibility alone is a claim of the regression, high for limbs that it completes from habit; the heatmap shows whether
 * anything in the picture looks like the joint. Beyond the border there is nothing to look at: what the network draws
 * there is a guess.
 */
export function keypointEvidence({ xy, visibility, peaks, region }: LandmarkAnswer, image: Image): Float64Array {
  return visibility.map((v, k) => v * peaks[k] * insideness(xy[2 * k], xy[2 * k + 1], region.size, image));
}

/** Median length of a two-dimensional Gaussian error, in standard deviations: √(2 ln 2). */
const MEDIAN_RADIUS = 1.18;

/** The confidence, in [0, 1], of a keypoint with this median error, as a share of the person's size. */
export const confidenceOfError = (error: number): number => Math.min(1, (MEDIAN_RADIUS * NOISE_SHARE) / error);

/**
 * The median error of a keypoint, as a share of the person's size (root mean square distance of the joints from their
 * mean), as a power law in what the networks show:
 *
 *   e = 0.346 · visibility^−0.07 · peak^−0.91 · (repeat + 0.003)^0.13 · (dissent + 0.003)^0.29
 *
 * repeat: how far the landmark moved between the two looks; dissent: how far it lies from where MoveNet put it, left
 * and right taken at their word; both as a share of the region. Least absolute deviations in log e over 6,300 joints
 * on 108 pictures of rendered people; the heavy and the full network agree to 4 %. docs/detection.md has the curves.
 */
const SCALE = 0.346;
const VISIBILITY_POWER = -0.073;
const PEAK_POWER = -0.906;
const REPEAT_POWER = 0.132;
const DISSENT_POWER = 0.293;
/** Distances closer than this to 0 are luck. Share of the region. */
const LUCK = 0.003;
/** Probabilities below say no more than this one. */
const MIN_PROBABILITY = 0.02;
/**
 * What stands in where there was one look only (chosen: three times the median between two), and where MoveNet says
 * nothing (fitted on such joints). Shares of the region.
 */
const TYPICAL_REPEAT = 0.012;
const TYPICAL_DISSENT = 0.026;
/** Landmarks of the hips, and of all below them. */
const HIPS = [23, 24];
const FIRST_OF_LEGS = 25;
/** MoveNet's keypoints below this score are guesses. */
const MIN_WITNESS = 0.1;

/**
 * K confidences in [0, 1]: a weight per standard deviation of noise, as the fit takes it,
 *
 *   c = min(1, 0.035 / σ) · fade beyond the border,  σ = e / 1.18
 *
 * Left and right exchanged, in whole or for a limb, show as dissent: MoveNet labels them on its own. Legs are as sure
 * as what they hang from: where neither hip is to be seen, what looks like a knee is a sleeve.
 *
 * @param other     the same person in another look of the network; null when there was one look
 * @param witnesses where MoveNet put the landmarks; none when another network proposed the person
 */
export function keypointConfidence(
  landmarks: LandmarkAnswer,
  image: Image,
  other: LandmarkAnswer | null,
  witnesses: readonly Expectation[],
): Float64Array {
  const { xy, visibility, peaks, region } = landmarks;
  const distance = (k: number, x: number, y: number): number =>
    Math.hypot(xy[2 * k] - x, xy[2 * k + 1] - y) / region.size;
  const dissent = new Float64Array(LANDMARKS).fill(TYPICAL_DISSENT);
  for (const { landmarks: at, x, y, weight } of witnesses) {
    if (at.length === 1 && weight >= MIN_WITNESS) dissent[at[0]] = distance(at[0], x, y);
  }
  const confidence = Float64Array.from({ length: LANDMARKS }, (_, k) => {
    const repeat = other ? distance(k, other.xy[2 * k], other.xy[2 * k + 1]) : TYPICAL_REPEAT;
    const error =
      SCALE *
      Math.max(visibility[k], MIN_PROBABILITY) ** VISIBILITY_POWER *
      Math.max(peaks[k], MIN_PROBABILITY) ** PEAK_POWER *
      (repeat + LUCK) ** REPEAT_POWER *
      (dissent[k] + LUCK) ** DISSENT_POWER;
    return confidenceOfError(error) * insideness(xy[2 * k], xy[2 * k + 1], region.size, image);
  });
  const hips = Math.min(1, Math.max(...HIPS.map((k) => confidence[k])) / SEEN);
  return confidence.map((value, k) => (k < FIRST_OF_LEGS ? value : hips * value));
}

/**
 * How sure it is that this is a person, in [0, 1]:
 *
 *   presence · √(a·b),  a and b the two highest of the mean evidence of head, shoulders and hips
 *
 * A person cut off at the waist, or at the neck, is no less of a person. A horse or a dog taken for one has limbs in
 * the right places but shows no head: the mean over all landmarks put a horse (0.35) above a woman cut off at the chest
 * (0.26); this gives them 0.50 and 0.70.
 */
export function personScore({ presence }: LandmarkAnswer, evidence: Float64Array): number {
  const means = GROUPS.map((group) => group.reduce((sum, k) => sum + evidence[k], 0) / group.length);
  const [a, b] = means.sort((left, right) => right - left);
  return presence * Math.sqrt(a * b);
}

/** 1 in the photo, falling to 0 beyond its border. */
export function insideness(x: number, y: number, regionSize: number, { width, height }: Image): number {
  const beyond = Math.hypot(Math.max(0, -x, x - width), Math.max(0, -y, y - height));
  return Math.max(0, 1 - beyond / (BORDER_FADE * regionSize));
}
