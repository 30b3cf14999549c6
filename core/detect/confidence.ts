import type { Image } from '../types.js';
import { LANDMARKS, type Landmarks } from './landmarks.js';

/** How far beyond the border of the photo a keypoint is still believed a little, as a fraction of the region. */
const BORDER_FADE = 0.05;
/** Landmarks of the head, the shoulders and the hips: what shows that there is a person. */
const GROUPS = [
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
  [11, 12],
  [23, 24],
];
/** A keypoint at least this confident counts as seen. */
export const SEEN = 0.3;

/**
 * K confidences in [0, 1]:
 *
 *   visibility · heatmap peak · max(0, 1 − distance beyond the border / (0.05 · region))
 *
 * Visibility alone is a claim of the regression, high for limbs that it completes from habit; the heatmap shows whether
 * anything in the picture looks like the joint. Beyond the border there is nothing to look at: what the network draws
 * there is a guess.
 */
export function keypointConfidence(landmarks: Landmarks, image: Image): Float64Array {
  const confidence = new Float64Array(LANDMARKS);
  const fade = BORDER_FADE * landmarks.region.size;
  for (let k = 0; k < LANDMARKS; k++) {
    const beyond = distanceBeyond(landmarks.xy[2 * k], landmarks.xy[2 * k + 1], image);
    confidence[k] = landmarks.visibility[k] * landmarks.peaks[k] * Math.max(0, 1 - beyond / fade);
  }
  return confidence;
}

/**
 * How sure it is that this is a person, in [0, 1]:
 *
 *   presence · √(a·b),  a and b the two highest of the mean confidences of head, shoulders and hips
 *
 * A person cut off at the waist, or at the neck, is no less of a person. A horse or a dog taken for one has limbs in the
 * right places but shows no head: the mean over all landmarks put a horse (0.35) above a woman cut off at the chest
 * (0.26); this gives them 0.50 and 0.70.
 */
export function personScore({ presence }: Landmarks, confidence: Float64Array): number {
  const means = GROUPS.map((group) => group.reduce((sum, k) => sum + confidence[k], 0) / group.length);
  const [a, b] = means.sort((left, right) => right - left);
  return presence * Math.sqrt(a * b);
}

function distanceBeyond(x: number, y: number, { width, height }: Image): number {
  return Math.hypot(Math.max(0, -x, x - width), Math.max(0, -y, y - height));
}
