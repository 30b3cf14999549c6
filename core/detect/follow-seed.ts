import type { Mask } from '../types.js';
import { keypointConfidence, keypointEvidence, personScore } from './confidence.js';
import { isOnMask } from './erase.js';
import { findLandmarks, type LandmarkAnswer } from './landmarks.js';
import type { Pyramid } from './pyramid.js';
import { isUsable, type Region } from './region.js';
import type { Network, NetworkName } from './runtime.js';
import type { Seed } from './seeds.js';
import { seedAgreement } from './similarity.js';

/** The landmark network, and how often it looks at a person. */
export interface Looker {
  readonly name: NetworkName;
  readonly network: Network;
  readonly passes: number;
  /** What a person must show (personScore) where the proposing network is sure of it. */
  readonly minScore: number;
}

/** Somebody found. */
export interface Person {
  readonly landmarks: LandmarkAnswer;
  /** K, in [0, 1]. */
  readonly confidence: Float64Array;
  /** How sure it is that this is a person, in [0, 1]. */
  readonly score: number;
}

/** The landmark network's own verdict on a region; its authors' threshold. */
const MIN_PRESENCE = 0.5;
/** What a person must show where the proposing network is not sure: a pigeon reached 0.74. */
const MIN_SCORE_OF_WEAK = 0.8;
/**
 * Where MoveNet's score is this high, and the landmarks lie this close to its own, a person may show less: this share.
 */
const SURE_POSE = 0.25;
const CLOSE_AGREEMENT = 0.7;
const SHARE_OF_CLOSE = 0.65;
/** A first look this much below what is asked for is not repeated. */
const HOPELESS = 0.5;
/** A second pass that loses more than this share of the score has drifted off; the first stays. */
const MIN_GAIN = 0.8;

/** Where the shoulders and hips are. */
const TORSO = [11, 12, 23, 24];

/**
 * The person a seed leads to, the people of `others` painted over; undefined when it leads to none, or onto the place
 * of one of those.
 */
export async function followSeed(
  pyramid: Pyramid,
  looker: Looker,
  seed: Seed,
  others: readonly Mask[] = [],
): Promise<Person | undefined> {
  const lookAt = (region: Region): Promise<Look> => look(pyramid, looker, region, others, seed);
  let kept = await lookAt(seed.region);
  let other: Look | null = null;
  for (let pass = 1; pass < looker.passes; pass++) {
    const { presence, next } = kept.landmarks;
    const isHopeless = !(presence >= MIN_PRESENCE && kept.score >= HOPELESS * leastScore(kept, looker, seed));
    if (isHopeless || !isUsable(next, pyramid.image)) break;
    other = await lookAt(next);
    if (other.rank >= MIN_GAIN * kept.rank) [kept, other] = [other, kept];
  }
  const { landmarks, score } = kept;
  const isPerson =
    landmarks.presence >= MIN_PRESENCE &&
    score >= leastScore(kept, looker, seed) &&
    kept.agreement >= seed.minAgreement &&
    TORSO.some((k) => !others.some((mask) => isOnMask(mask, landmarks.xy[2 * k], landmarks.xy[2 * k + 1])));
  if (!isPerson) return undefined;
  const witnesses = seed.kind === 'pose' ? seed.expectations : [];
  const confidence = keypointConfidence(landmarks, pyramid.image, other?.landmarks ?? null, witnesses);
  return { landmarks, confidence, score };
}

interface Look {
  readonly landmarks: LandmarkAnswer;
  readonly score: number;
  readonly agreement: number;
  /** Of two looks the higher counts. */
  readonly rank: number;
}

async function look(
  pyramid: Pyramid,
  { name, network }: Looker,
  region: Region,
  others: readonly Mask[],
  { kind, expectations }: Seed,
): Promise<Look> {
  const landmarks = await findLandmarks(pyramid, name, network, region, others);
  const score = personScore(landmarks, keypointEvidence(landmarks, pyramid.image));
  const agreement = seedAgreement(landmarks, expectations);
  return { landmarks, score, agreement, rank: kind === 'pose' ? score * agreement : score };
}

/** What the person of a look must show. */
function leastScore({ agreement }: Look, { minScore }: Looker, { kind, isStrong, score }: Seed): number {
  if (!isStrong) return MIN_SCORE_OF_WEAK;
  const isAgreed = kind === 'pose' && score >= SURE_POSE && agreement >= CLOSE_AGREEMENT;
  return isAgreed ? SHARE_OF_CLOSE * minScore : minScore;
}
