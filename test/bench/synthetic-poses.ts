import { readFileSync } from 'node:fs';
import { SMPL_JOINTS, type SmplJoint } from '../../core/body/joint-sets.js';
import type { Kinematics } from '../../core/body/kinematics.js';
import { FitError } from '../../core/error.js';
import type { PoseMixture } from '../../core/types.js';
import { seededRandom } from '../../models/build/random.js';
import { readNpz } from '../../models/npz.js';

/** Joints × 3. */
const NUMBERS = 72;

/** Poses (72 numbers each) that the prior was not made from. */
export interface PosePool {
  readonly source: string;
  readonly poses: readonly Float64Array[];
}

/** Held-out poses of a motion capture file: arrays poses (N×72, axis-angle), train and mirrored (N, booleans). */
export function posesOfFile(path: string): PosePool {
  const { poses, train, mirrored } = readNpz(path, readFileSync(path), (name) =>
    ['poses', 'train', 'mirrored'].includes(name),
  );
  if (poses?.shape[1] !== NUMBERS || train?.data.length !== poses.shape[0]) {
    throw new FitError('bad-input', path, 'poses (N×72) and train (N) are missing.', 'See docs/smplify.md.');
  }
  const rows = [...train.data.keys()].filter((n) => !train.data[n] && !mirrored?.data[n]);
  return {
    source: 'held-out motion capture',
    poses: rows.map((n) => Float64Array.from(poses.data.slice(NUMBERS * n, NUMBERS * (n + 1)))),
  };
}

/** Poses drawn from the prior itself, where no motion capture is at hand: kinder to it than people are. */
export function posesOfMixture(mixture: PoseMixture, count: number, seed: number): PosePool {
  const { weights, means, precisionCholesky, dimension: D } = mixture;
  const random = seededRandom(seed);
  const poses = Array.from({ length: count }, () => {
    let m = 0;
    for (let left = random.uniform() - weights[0]; left > 0 && m < weights.length - 1; left -= weights[m]) m++;
    const pose = new Float64Array(NUMBERS);
    const z = Float64Array.from({ length: D }, () => random.normal());
    // U (θ − μ) = z, from the last row up.
    for (let i = D - 1; i >= 0; i--) {
      const row = (m * D + i) * D;
      let value = z[i];
      for (let k = i + 1; k < D; k++) value -= precisionCholesky[row + k] * z[k];
      z[i] = value / precisionCholesky[row + i];
      pose[3 + i] = means[m * D + i] + z[i];
    }
    return pose;
  });
  return { source: 'the prior itself', poses };
}

/** `count` poses at even distances through the pool. */
export function spreadOver<T>(pool: readonly T[], count: number): T[] {
  const step = Math.max(1, pool.length / count);
  return Array.from({ length: Math.min(count, pool.length) }, (_, n) => pool[Math.floor(n * step)]);
}

/** A hand this near to the middle of the trunk may touch it. Metres. */
const NEAR_TRUNK = 0.22;
/** An elbow bent less than this belongs to an arm that hangs. Radians. */
const BENT = 0.9;

/** Whether a hand lies on hips, belly, chest or the other arm: near the trunk, at the end of a bent elbow. */
export function touchesItself(pose: Float64Array, kinematics: Kinematics): boolean {
  const { layout } = kinematics;
  const params = new Float64Array(layout.count);
  params.set(pose.subarray(3), layout.pose + 3); // upright, whatever the orientation
  const { joints } = kinematics.pose(params, false);
  const at = (name: SmplJoint): Float64Array => {
    const j = 3 * SMPL_JOINTS.indexOf(name);
    return joints.subarray(j, j + 3);
  };
  const [low, high] = [at('pelvis'), at('neck')];
  return (['left', 'right'] as const).some((side) => {
    const [shoulder, elbow, wrist, hand] = (['shoulder', 'elbow', 'wrist', 'hand'] as const).map((part) =>
      at(`${side}_${part}`),
    );
    const upper = [0, 1, 2].map((i) => elbow[i] - shoulder[i]);
    const fore = [0, 1, 2].map((i) => wrist[i] - elbow[i]);
    const cosine =
      upper.reduce((sum, value, i) => sum + value * fore[i], 0) / Math.hypot(...upper) / Math.hypot(...fore);
    if (Math.acos(Math.min(1, cosine)) < BENT) return false;
    const share = (hand[1] - low[1]) / (high[1] - low[1]);
    if (!(share > -0.1 && share < 0.95)) return false;
    return Math.hypot(...[0, 2].map((i) => hand[i] - low[i] - share * (high[i] - low[i]))) < NEAR_TRUNK;
  });
}
