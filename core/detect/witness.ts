import type { Person } from './follow-seed.js';
import { findPoses } from './multipose.js';
import type { Pyramid } from './pyramid.js';
import type { Network } from './runtime.js';
import { expectationsOf, type Seed } from './seeds.js';
import { seedAgreement } from './similarity.js';

/** Somebody found at this score is a person. */
const SURE = 0.8;
/** So is somebody whom MoveNet proposed with this score. */
const SURE_POSE = 0.3;
/** Side of MoveNet's picture, pixels: one person fills it. */
const RESOLUTION = 256;
/**
 * The least score times agreement of MoveNet's pose of somebody looked at alone. Of the doubtful people in 25 photos
 * the one of whom a head and shoulders show has 0.12, one from behind at the border 0.12 to 0.27 as the photo is
 * turned, mirrored and halved, the others 0.2 and more. A jumping dog has 0.05 to 0.17: this keeps most of it out, not
 * all. A pigeon upright from behind has 0.27 and 0.37, mirrored or with more room still 0.14 to 0.29.
 */
const MIN_TESTIMONY = 0.115;

/** Whether somebody whom a seed led to might as well be an animal. */
export const needsWitness = ({ score }: Person, seed: Seed): boolean =>
  score < SURE && seed.kind !== 'box' && !(seed.kind === 'pose' && seed.score >= SURE_POSE);

/**
 * Whether MoveNet, shown the region alone, sees the same person.
 *
 * The landmark network and the face detector are related and take the same dog for a person; MoveNet does not, once it
 * has to make do with the dog.
 */
export async function isWitnessed(pyramid: Pyramid, multipose: Network, { landmarks }: Person): Promise<boolean> {
  const poses = await findPoses(pyramid, multipose, landmarks.region, RESOLUTION, MIN_TESTIMONY);
  return poses.some((pose) => pose.score * seedAgreement(landmarks, expectationsOf(pose)) >= MIN_TESTIMONY);
}
