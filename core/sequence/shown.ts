import { namesSeen } from '../keypoints/seen.js';
import type { SequenceFrame } from './frame.js';

/** Three points place no body: fewer keypoints than this tell less of a frame than the frames around. */
const ENOUGH = 4;

/**
 * The frames, null where too few keypoints are seen: a detector may give a person with nothing in it. Where no frame shows
 * more, each is taken for what it is.
 */
export function whereShown(frames: readonly (SequenceFrame | null)[]): readonly (SequenceFrame | null)[] {
  const shown = frames.map((frame) => (frame !== null && showsEnough(frame) ? frame : null));
  return shown.some((frame) => frame !== null) ? shown : frames;
}

function showsEnough({ keypoints: { set, xy, confidence }, evidence }: SequenceFrame): boolean {
  const isPlaced = Array.from(confidence, (_, k) => Number.isFinite(xy[2 * k]) && Number.isFinite(xy[2 * k + 1]));
  const placed = { set, xy, confidence: confidence.map((own, k) => (isPlaced[k] ? own : 0)) };
  const pinned = evidence?.pinned?.filter((k) => isPlaced[k]);
  return namesSeen(placed, pinned).size >= ENOUGH;
}
