import type { Detection, Image } from '../types.js';
import { confidenceOfError, insideness } from './confidence.js';
import { boxOfSeen } from './detection.js';
import type { Person } from './follow-seed.js';
import { LANDMARKS } from './landmarks.js';
import { liesOn, type Posed } from './on-limbs.js';
import { posed } from './same-person.js';
import type { Seed } from './seeds.js';
import { seedAgreement } from './similarity.js';

/** MoveNet's word alone counts from this score on. */
const MIN_SCORE = 0.28;
/** A pose that agrees more than this with somebody is them, or a mixture of them and somebody else. */
const TOLD_APART = 0.45;
/** A keypoint scored lower is a guess. */
const MIN_KEYPOINT_SCORE = 0.1;
/**
 * Median error of MoveNet's keypoints, as a share of the person's size: e = 0.049 · score^−0.74, by least absolute
 * deviations in log e over 8,900 keypoints on 108 pictures of rendered people. From score 0.5 on it no longer falls.
 */
const SCALE = 0.049;
const POWER = -0.744;
const FLOOR = 0.062;

/**
 * Poses by MoveNet that the landmark network could not follow and that are nobody else's, each once, the surest first.
 * Somebody of whom only the legs show, or most of whom is behind others, is found by MoveNet alone.
 *
 * The names of keypoints do not tell enough: over small people MoveNet also lays poses upside down. One that lies on
 * somebody found and is not turned over stays: so do people of whom a head and an arm show beside the one in front.
 */
export function posesAlone(unfollowed: readonly Seed[], people: readonly Person[]): Seed[] {
  const found = people.map(posed);
  const kept: Seed[] = [];
  const alone: Posed[] = [];
  for (const seed of [...unfollowed].sort((a, b) => b.score - a.score)) {
    if (!(seed.score >= MIN_SCORE)) break;
    const pose = poseOf(seed);
    const agrees = (other: Posed): boolean => seedAgreement(other, seed.expectations) > TOLD_APART;
    if (found.some((other) => agrees(other) || (isTurnedOver(pose, other) && liesOn(pose, other)))) continue;
    if (alone.some((other) => agrees(other) || liesOn(pose, other) || liesOn(other, pose))) continue;
    kept.push(seed);
    alone.push(pose);
  }
  return kept;
}

/** MoveNet's pose as a detection: COCO's seventeen keypoints; no world landmarks, no mask. */
export function detectionOfPose({ expectations, region, score }: Seed, image: Image): Detection {
  const xy = Float64Array.from(expectations.flatMap(({ x, y }) => [x, y]));
  const confidence = Float64Array.from(expectations, ({ x, y, weight }) => {
    if (!(weight >= MIN_KEYPOINT_SCORE)) return 0;
    const error = Math.max(FLOOR, SCALE * weight ** POWER);
    return confidenceOfError(error) * insideness(x, y, region.size, image);
  });
  return { box: boxOfSeen(xy, confidence, image), score, keypoints: { set: 'coco17', xy, confidence } };
}

const isTurnedOver = ({ region }: Posed, other: Posed): boolean =>
  Math.cos(region.rotation - other.region.rotation) < 0;

/** A seed's keypoints where the landmarks of the same name would be. */
function poseOf({ expectations, region }: Seed): Posed {
  const xy = new Float64Array(2 * LANDMARKS);
  const confidence = new Float64Array(LANDMARKS);
  for (const { landmarks, x, y, weight } of expectations) {
    xy.set([x, y], 2 * landmarks[0]);
    confidence[landmarks[0]] = weight;
  }
  return { xy, region, confidence };
}
