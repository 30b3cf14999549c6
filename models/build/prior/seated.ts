import type { SmplJoint } from '../../../core/body/joint-sets.js';
import type { Random } from '../random.js';
import { coordinate } from './floors.js';
import { BODY_DIMENSION } from './mirror.js';
import { type Samples, selectRows } from './samples.js';

/** Seated poses as a share of the captured ones, by weight. */
const SEATED_SHARE = 0.05;
/** How many are made: enough for the covariance of 69 numbers. */
const SEATED_COUNT = 4000;

/** A normal distribution, radians. */
interface Spread {
  readonly mean: number;
  readonly deviation: number;
}

/**
 * How the legs of somebody sitting, crouching or kneeling are bent. The two legs share `common` and differ by `own`.
 * Hip and knee flexion are those of a chair (90°) and reach a low stool or the heels (120°, 140°) at two deviations.
 */
const FLEXION: readonly { readonly joint: 'hip' | 'knee' | 'ankle'; readonly common: Spread; readonly own: number }[] =
  [
    { joint: 'hip', common: { mean: -1.5, deviation: 0.3 }, own: 0.15 },
    { joint: 'knee', common: { mean: 1.55, deviation: 0.4 }, own: 0.25 },
    { joint: 'ankle', common: { mean: 0, deviation: 0.2 }, own: 0.15 },
  ];
/** Thighs turn (y) and spread (z): left leg; for the right the sign is turned. */
const HIP_TURN: Spread = { mean: 0, deviation: 0.2 };
const HIP_SPREAD: Spread = { mean: 0.15, deviation: 0.2 };
/** Sitting rounds the lower back. */
const LOWER_BACK: Spread = { mean: 0.2, deviation: 0.2 };

/**
 * Seated poses, which the clips lack: the upper body of a captured pose on legs drawn from the distributions above.
 * Their weights sum to the seated share of those of `captured`.
 */
export function seatedSamples(captured: Samples, random: Random): Samples {
  const N = captured.weights.length;
  const rows = Int32Array.from({ length: SEATED_COUNT }, () => random.integer(N));
  const values = selectRows(captured.values, BODY_DIMENSION, rows);
  for (let n = 0; n < SEATED_COUNT; n++) seat(values.subarray(n * BODY_DIMENSION, (n + 1) * BODY_DIMENSION), random);
  const total = captured.weights.reduce((a, b) => a + b);
  const weights = new Float64Array(SEATED_COUNT).fill((total * SEATED_SHARE) / (1 - SEATED_SHARE) / SEATED_COUNT);
  return { dimension: BODY_DIMENSION, values, weights };
}

/** Replaces the legs and the lower back of one body pose (69) in place. */
function seat(pose: Float64Array, random: Random): void {
  const draw = ({ mean, deviation }: Spread): number => mean + deviation * random.normal();
  for (const { joint, common, own } of FLEXION) {
    const shared = draw(common);
    for (const side of ['left', 'right'] as const) {
      pose[coordinate(`${side}_${joint}`, 0)] = shared + own * random.normal();
    }
  }
  for (const side of ['left', 'right'] as const) {
    const sign = side === 'left' ? 1 : -1;
    pose[coordinate(`${side}_hip`, 1)] = sign * draw(HIP_TURN);
    pose[coordinate(`${side}_hip`, 2)] = sign * draw(HIP_SPREAD);
    const still: SmplJoint[] = [`${side}_knee`, `${side}_ankle`];
    for (const name of still) pose.fill(0, coordinate(name, 1), coordinate(name, 2) + 1);
    pose.fill(0, coordinate(`${side}_foot`, 0), coordinate(`${side}_foot`, 2) + 1);
  }
  pose[coordinate('spine1', 0)] = draw(LOWER_BACK);
}
