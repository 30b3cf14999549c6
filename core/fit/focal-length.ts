import { JOINT_SETS } from '../body/joint-sets.js';
import type { Camera, Keypoints } from '../types.js';

/** How far photos are from the guess, standard deviation of ln f: two thirds lie between 0.6 and 1.65 times the guess. */
const SPREAD = 0.5;
/** First steps to both sides, ln f; later ones go no further beyond the best yet. */
const STEP = Math.log(1.5);
/** Never further from the guess than this, ln f. */
const FARTHEST = 1.2;
/** Steps after the first three trials, and where they are too small to matter: 5 %. */
const MORE_TRIALS = 2;
const SMALLEST_STEP = 0.05;
/** Below this curvature costs tell no minimum. */
const LEAST_CURVATURE = 1e-3;

/** A body's two ends: perspective shows in their sizes. */
const ENDS = [/^(nose|head_top|neck|(left|right)_(eye|ear|shoulder))$/, /^(left|right)_ankle$/];
/** A keypoint counts as seen from this confidence on. */
const SEEN = 0.3;

/** Whether so much of somebody is seen that the focal length can be told: of half a body, a guess would be fitted. */
export function showsPerspective({ set, confidence }: Keypoints): boolean {
  const names = JOINT_SETS[set];
  return ENDS.every((end) => names.some((name, k) => name !== null && end.test(name) && confidence[k] >= SEEN));
}

interface Trial {
  /** ln(f / guess). */
  readonly x: number;
  readonly cost: number;
}

/**
 * The focal length that explains people best, where a photo does not state its own: near the camera, heads are larger and
 * feet smaller than a long lens would show them, and a body of human proportions tells which. Far from it nothing does,
 * and the guess stays. The minimum over f of
 *
 *   E(f) + (ln(f / guess) / SPREAD)² / 2,
 *
 * by parabolas through the best three trials. Of people at 1.6 m half the true focal length loses 16 mm of PA-MPJPE, with
 * this 2; at 2.5 m 11 and 3, at 4 m 7 and 4, at 8 m 2 either way. A right guess loses up to 2 mm (docs/accuracy.md).
 *
 * @param costAt E, the sum of the costs of fits with a camera: of everybody of whom showsPerspective
 * @returns the guess with another focal length
 */
export async function focalLengthOfPeople(guess: Camera, costAt: (camera: Camera) => Promise<number>): Promise<Camera> {
  const cameraAt = (x: number): Camera => ({ ...guess, focalLength: guess.focalLength * Math.exp(x) });
  const trials: Trial[] = [];
  const attempt = async (x: number): Promise<void> => {
    const cost = (await costAt(cameraAt(x))) + (x / SPREAD) ** 2 / 2;
    trials.push({ x, cost: Number.isFinite(cost) ? cost : Number.POSITIVE_INFINITY });
    trials.sort((a, b) => a.cost - b.cost);
  };
  for (const x of [0, -STEP, STEP]) await attempt(x);
  for (let trial = 0; trial < MORE_TRIALS; trial++) {
    const x = nextTrial(trials);
    if (!(Math.abs(x - trials[0].x) > SMALLEST_STEP)) break;
    await attempt(x);
  }
  const best = trials[0];
  return Number.isFinite(best.cost) ? cameraAt(best.x) : guess;
}

/** Where the parabola through the cheapest three has its minimum, within a step of the cheapest. */
function nextTrial(trials: readonly Trial[]): number {
  const [left, middle, right] = trials.slice(0, 3).sort((a, b) => a.x - b.x);
  const fall = (middle.cost - left.cost) / (middle.x - left.x);
  const rise = (right.cost - middle.cost) / (right.x - middle.x);
  const curvature = (rise - fall) / ((right.x - left.x) / 2);
  const downhill = fall + rise > 0 ? left.x - STEP : right.x + STEP;
  const x = curvature > LEAST_CURVATURE ? (left.x + middle.x) / 2 - fall / curvature : downhill;
  const within = (value: number, middleOf: number, reach: number): number =>
    Math.min(middleOf + reach, Math.max(middleOf - reach, value));
  return within(within(x, trials[0].x, STEP), 0, FARTHEST);
}
