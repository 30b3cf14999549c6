import type { Evidence } from '../fit/objective.js';
import type { Keypoints } from '../types.js';

/** What is known of the person in one frame. */
export interface SequenceFrame {
  readonly keypoints: Keypoints;
  readonly evidence?: Evidence;
}
