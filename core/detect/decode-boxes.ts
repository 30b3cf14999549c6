import { DETECTOR_RESOLUTION } from './anchors.js';
import { sigmoid } from './sigmoid.js';

/** One person as the detector sees them, in units of its square input (0 to 1). */
export interface Candidate {
  readonly score: number;
  /** Left, top, right, bottom of the face. */
  readonly box: readonly number[];
  /** 4×2: middle of the hips, full-body point, middle of the shoulders, upper-body point. */
  readonly points: readonly number[];
}

/** Numbers a candidate takes in the network's output: centre, width and height of the box, four points. */
export const CANDIDATE_NUMBERS = 12;

/**
 * Reads the detector's output: offsets are in input pixels from the anchor's centre, box sizes in input pixels.
 *
 * @param boxes   A×12
 * @param scores  A, logits
 * @param anchors A×2, centres, 0 to 1
 */
export function decodeBoxes(
  boxes: Float32Array,
  scores: Float32Array,
  anchors: Float64Array,
  minScore: number,
): Candidate[] {
  const candidates: Candidate[] = [];
  for (let a = 0; a < scores.length; a++) {
    const score = sigmoid(scores[a]);
    if (!(score >= minScore)) continue;
    const row = a * CANDIDATE_NUMBERS;
    const at = (k: number): number => boxes[row + k] / DETECTOR_RESOLUTION;
    const x = anchors[2 * a] + at(0);
    const y = anchors[2 * a + 1] + at(1);
    const halfWidth = at(2) / 2;
    const halfHeight = at(3) / 2;
    if (!(halfWidth > 0 && halfHeight > 0)) continue;
    const points: number[] = [];
    for (let k = 4; k < CANDIDATE_NUMBERS; k++) points.push(anchors[2 * a + (k % 2)] + at(k));
    candidates.push({ score, box: [x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight], points });
  }
  return candidates;
}
