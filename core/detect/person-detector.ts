import { DETECTOR_RESOLUTION, detectorAnchors } from './anchors.js';
import { CANDIDATE_NUMBERS, decodeBoxes } from './decode-boxes.js';
import { outputOf, runOnPicture } from './network-output.js';
import type { Pyramid } from './pyramid.js';
import { type Point, type Region, toPhoto } from './region.js';
import type { Network } from './runtime.js';
import { suppress } from './suppress.js';

/** A person found by the BlazePose detector; pixels of the photo. */
export interface DetectedPerson {
  readonly score: number;
  /** Centre of the face. */
  readonly face: Point;
  /** Middle of the hips. */
  readonly hips: Point;
  /** On the circle around the body, towards the head. */
  readonly top: Point;
}

/** Two faces that overlap by more than this are one. Intersection over union. */
const OVERLAP = 0.3;

/** Runs the BlazePose detector on a region of the photo. Best first. */
export async function detectPersons(
  pyramid: Pyramid,
  network: Network,
  region: Region,
  minScore: number,
): Promise<DetectedPerson[]> {
  const picture = pyramid.crop(region, { resolution: DETECTOR_RESOLUTION, black: -1, white: 1, border: 'zero' });
  const outputs = await runOnPicture(network, picture, DETECTOR_RESOLUTION);
  const anchors = detectorAnchors();
  const A = anchors.length / 2;
  const boxes = outputOf('pose_detection', outputs, 'boxes', A * CANDIDATE_NUMBERS);
  const scores = outputOf('pose_detection', outputs, 'scores', A);
  return suppress(decodeBoxes(boxes, scores, anchors, minScore), OVERLAP).map(({ score, box, points }) => ({
    score,
    face: toPhoto(region, (box[0] + box[2]) / 2, (box[1] + box[3]) / 2),
    hips: toPhoto(region, points[0], points[1]),
    top: toPhoto(region, points[2], points[3]),
  }));
}
