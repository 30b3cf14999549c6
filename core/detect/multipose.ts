import { outputOf, runOnPicture } from './network-output.js';
import type { Pyramid } from './pyramid.js';
import { type Region, regionAround, toPhoto } from './region.js';
import type { Network } from './runtime.js';

/** A person found by MoveNet multipose; pixels of the photo. */
export interface PosedPerson {
  readonly score: number;
  /** 17×2, the COCO set. */
  readonly xy: Float64Array;
  /** 17, in [0, 1]. */
  readonly scores: Float64Array;
}

/** Sides of the network's input to choose from, pixels: it takes any multiple of 32. */
export type MultiposeSize = 256 | 384 | 512;

/** People the network answers with, always; the numbers of each: 17 × (y, x, score), box, score. */
const PEOPLE = 6;
const ROW = 56;
const KEYPOINTS = 17;

const LEFT_SHOULDER = 5;
const RIGHT_SHOULDER = 6;
const LEFT_HIP = 11;
const RIGHT_HIP = 12;

/** Runs MoveNet multipose on a region of the photo. At most six people. */
export async function findPoses(
  pyramid: Pyramid,
  network: Network,
  region: Region,
  resolution: MultiposeSize,
  minScore: number,
): Promise<PosedPerson[]> {
  const picture = pyramid.crop(region, { resolution, black: 0, white: 255, border: 'zero' });
  const outputs = await runOnPicture(network, picture, resolution);
  const people = outputOf('movenet_multipose', outputs, 'people', PEOPLE * ROW);

  const found: PosedPerson[] = [];
  for (let row = 0; row < PEOPLE * ROW; row += ROW) {
    const score = people[row + ROW - 1];
    if (!(score >= minScore)) continue;
    const xy = new Float64Array(2 * KEYPOINTS);
    const scores = new Float64Array(KEYPOINTS);
    for (let k = 0; k < KEYPOINTS; k++) {
      const [y, x, keypointScore] = people.subarray(row + 3 * k, row + 3 * k + 3);
      const point = toPhoto(region, x, y);
      xy[2 * k] = point.x;
      xy[2 * k + 1] = point.y;
      scores[k] = keypointScore;
    }
    found.push({ score, xy, scores });
  }
  return found;
}

/** A keypoint scored lower says nothing about how large the body is. */
const MIN_KEYPOINT_SCORE = 0.15;
/** Keypoints end before the body does: fingers, toes, the top of the head. */
const BEYOND_KEYPOINTS = 1.1;
/** With the legs unseen, the body reaches at least this many torsos from the hips. */
const MIN_TORSOS = 2;
/** Measured best on small samples; the detector's own points want 1.25. */
const GAIN = 1.15;

/**
 * The region of a person by MoveNet: around the hips, the head up, as far as the farthest keypoint and a little more.
 */
export function regionOfPose({ xy, scores }: PosedPerson): Region {
  const middle = (a: number, b: number) => ({ x: (xy[2 * a] + xy[2 * b]) / 2, y: (xy[2 * a + 1] + xy[2 * b + 1]) / 2 });
  const hips = middle(LEFT_HIP, RIGHT_HIP);
  const shoulders = middle(LEFT_SHOULDER, RIGHT_SHOULDER);
  const torso = Math.hypot(shoulders.x - hips.x, shoulders.y - hips.y);
  let farthest = 0;
  for (let k = 0; k < KEYPOINTS; k++) {
    if (!(scores[k] > MIN_KEYPOINT_SCORE)) continue;
    farthest = Math.max(farthest, Math.hypot(xy[2 * k] - hips.x, xy[2 * k + 1] - hips.y));
  }
  const reach = Math.max(BEYOND_KEYPOINTS * farthest, MIN_TORSOS * torso) / torso;
  const top = { x: hips.x + (shoulders.x - hips.x) * reach, y: hips.y + (shoulders.y - hips.y) * reach };
  return regionAround(hips, top, GAIN);
}
