import { REGION_GAIN } from './landmarks.js';
import { findPoses, type MultiposeSize, type PosedPerson, regionOfPose } from './multipose.js';
import { type DetectedPerson, detectPersons } from './person-detector.js';
import type { Pyramid } from './pyramid.js';
import { isUsable, type Region, regionAround } from './region.js';
import type { Network } from './runtime.js';

/** Where the landmarks of a person should lie according to the network that found them. */
export interface Expectation {
  /** Landmarks whose mean is expected here. */
  readonly landmarks: readonly number[];
  /** Pixels of the photo. */
  readonly x: number;
  readonly y: number;
  /** How sure the network is, in [0, 1]. */
  readonly weight: number;
}

/** A first idea of where a person is. */
export interface Seed {
  /** A whole pose by MoveNet, face and hips by the BlazePose detector, or a box by the caller. */
  readonly kind: 'pose' | 'face' | 'box';
  readonly region: Region;
  readonly score: number;
  readonly expectations: readonly Expectation[];
  /** The least seedAgreement that confirms it. */
  readonly minAgreement: number;
  /** Whether its network is sure of it: the others need more proof. */
  readonly isStrong: boolean;
}

/** Below these the networks answer with anything. */
const MIN_DETECTOR_SCORE = 0.5;
const MIN_POSE_SCORE = 0.05;
/** MoveNet means it from here on; below, it is right as often as not. */
const STRONG_POSE = 0.15;
/**
 * Two networks rarely imagine the same. People agree with MoveNet's seventeen keypoints by 0.57 and more (25 photos);
 * the detector's guess at the hips is loose when a body bends (0.27).
 */
const MIN_POSE_AGREEMENT = 0.55;
const MIN_DETECTOR_AGREEMENT = 0.2;
/** The landmark (blazepose33) of each COCO keypoint. */
const LANDMARK_OF_COCO = [0, 2, 5, 7, 8, 11, 12, 13, 14, 15, 16, 23, 24, 25, 26, 27, 28];
const NOSE = 0;
const HIPS = [23, 24];

/** The networks that propose people. */
export interface Proposers {
  readonly multipose: Network;
  /** Sides of the pictures that MoveNet gets to see, one run each. */
  readonly sizes: readonly MultiposeSize[];
  /** null where it has looked already: its picture has one size. */
  readonly detector: Network | null;
}

/**
 * Asks two networks who is in a region of the photo. MoveNet multipose finds people of any size among others, the
 * BlazePose detector those whose face is visible, large ones best. MoveNet's come first, its regions proved better
 * (recall 92 against 33 % on a small sample of crowds); most people are named twice.
 */
export async function findSeeds(pyramid: Pyramid, proposers: Proposers, region: Region): Promise<Seed[]> {
  const { multipose, sizes, detector } = proposers;
  const poses: PosedPerson[] = [];
  for (const size of sizes) poses.push(...(await findPoses(pyramid, multipose, region, size, MIN_POSE_SCORE)));
  const detected = detector ? await detectPersons(pyramid, detector, region, MIN_DETECTOR_SCORE) : [];
  const byScore = (a: Seed, b: Seed): number => b.score - a.score;
  const seeds = [...poses.map(seedOfPose).sort(byScore), ...detected.map(seedOfDetection).sort(byScore)];
  return seeds.filter((seed) => isUsable(seed.region, pyramid.image));
}

/** Where MoveNet saw the seventeen landmarks that it knows, in COCO's order. */
export const expectationsOf = ({ xy, scores }: PosedPerson): Expectation[] =>
  LANDMARK_OF_COCO.map((landmark, k) => ({
    landmarks: [landmark],
    x: xy[2 * k],
    y: xy[2 * k + 1],
    weight: scores[k],
  }));

function seedOfPose(pose: PosedPerson): Seed {
  return {
    kind: 'pose',
    region: regionOfPose(pose),
    score: pose.score,
    expectations: expectationsOf(pose),
    minAgreement: MIN_POSE_AGREEMENT,
    isStrong: pose.score >= STRONG_POSE,
  };
}

function seedOfDetection({ score, face, hips, top }: DetectedPerson): Seed {
  return {
    kind: 'face',
    region: regionAround(hips, top, REGION_GAIN),
    score,
    expectations: [
      { landmarks: [NOSE], ...face, weight: score },
      { landmarks: HIPS, ...hips, weight: score },
    ],
    minAgreement: MIN_DETECTOR_AGREEMENT,
    isStrong: true,
  };
}
