import { JOINT_SETS } from '../../core/body/joint-sets.js';
import type { Keypoints } from '../../core/types.js';
import type { Random } from '../../models/build/random.js';

/** Share of a keypoint's error that goes on into the next frame. */
const PERSISTENCE = 0.6;
/** How often a keypoint is far off, and how far in units of the noise. */
const OUTLIERS = 0.02;
const OUTLIER = 12;
/** How often a frame takes both legs, or both arms, for each other. */
const EXCHANGES = 0.04;
const PAIRS = { legs: ['hip', 'knee', 'ankle'], arms: ['shoulder', 'elbow', 'wrist'] };

/** Keypoints as a detector would see them: a first-order autoregressive noise of the given deviation, and blunders. */
export function faulty(clean: readonly Keypoints[], noise: number, random: Random): Keypoints[] {
  const error = new Float64Array(clean[0].xy.length);
  const innovation = Math.sqrt(1 - PERSISTENCE * PERSISTENCE);
  return clean.map((keypoints, t) => {
    const xy = keypoints.xy.slice();
    for (let i = 0; i < error.length; i++) {
      const fresh = noise * random.normal();
      error[i] = t === 0 ? fresh : PERSISTENCE * error[i] + innovation * fresh;
      xy[i] += error[i];
    }
    const confidence = keypoints.confidence.map((own, k) => {
      if (random.uniform() >= OUTLIERS) return own;
      for (let i = 2 * k; i < 2 * k + 2; i++) xy[i] += OUTLIER * noise * random.normal();
      return 0.5 * own;
    });
    for (const parts of Object.values(PAIRS)) {
      if (random.uniform() < EXCHANGES) exchange(keypoints, xy, parts);
    }
    return { set: keypoints.set, xy, confidence };
  });
}

function exchange({ set }: Keypoints, xy: Float64Array, parts: readonly string[]): void {
  const names: readonly (string | null)[] = JOINT_SETS[set];
  for (const part of parts) {
    const [left, right] = [2 * names.indexOf(`left_${part}`), 2 * names.indexOf(`right_${part}`)];
    const kept = xy.slice(left, left + 2);
    xy.copyWithin(left, right, right + 2);
    xy.set(kept, right);
  }
}
