import type { Kinematics } from '../body/kinematics.js';
import type { Observations } from '../keypoints/observations.js';
import { MIN_PERSON } from '../keypoints/observe.js';
import { SURE } from '../keypoints/seen.js';
import type { Camera, Confidence, Fit } from '../types.js';
import type { Candidate } from './candidate.js';
import { meanReprojectionError } from './reprojection-errors.js';
import type { LimbsSeen } from './unseen-limbs.js';
import { unseenWarning } from './unseen-warning.js';

/** Fewer sure joints than this leave most of the pose to the prior. */
const ENOUGH_KEYPOINTS = 6;
/** A mean reprojection error above this share of the person's size means that the body does not match the picture. */
const POOR_MATCH = 0.15;

/** What reportFit needs of a finished fit. */
export interface Finished {
  readonly best: Candidate;
  readonly kinematics: Kinematics;
  readonly observations: Observations;
  /** Keypoints that the body file does not have. */
  readonly missing: readonly string[];
  /** Keypoints that are nowhere near the others; none for a frame of a sequence. */
  readonly strays?: readonly string[];
  readonly camera: Camera;
  readonly iterations: number;
  /** Size of the person in the picture, pixels. */
  readonly size: number;
  readonly confidence?: Confidence;
  /** Which limbs are seen; none for a frame of a sequence, which says once what none of its frames shows. */
  readonly limbs?: LimbsSeen;
}

/** The winning candidate as a Fit, with its reprojection error and what the user should know about it. */
export function reportFit(finished: Finished): Fit {
  const {
    best,
    kinematics,
    observations,
    missing,
    strays = [],
    camera,
    iterations,
    size,
    confidence,
    limbs,
  } = finished;
  const { params, minimum } = best;
  const { layout } = kinematics;
  const reprojectionError = meanReprojectionError(kinematics.pose(params, false).joints, observations, camera);
  const sure = observations.confidence.filter((own) => own >= SURE).length;

  const warnings: string[] = [];
  if (sure < ENOUGH_KEYPOINTS) warnings.push(`${fewKeypoints(sure)} sure: most of the pose is a guess`);
  const unseen = limbs && sure > 0 ? unseenWarning(limbs) : null;
  if (unseen !== null) warnings.push(unseen);
  if (observations.jointOf.length > 0 && size < MIN_PERSON) {
    warnings.push(`the keypoints are ${size.toFixed(1)} pixels apart: too few to tell a pose`);
  }
  if (missing.length > 0) warnings.push(`the body file has no vertex for ${missing.join(', ')}: not used`);
  if (strays.length > 0) {
    const are = strays.length === 1 ? 'is' : 'are';
    warnings.push(`${strays.join(', ')} ${are} nowhere near the other keypoints: not used`);
  }
  if (reprojectionError > Math.max(1, POOR_MATCH * size)) {
    warnings.push(`the body is ${reprojectionError.toFixed(0)} pixels off the keypoints on average`);
  }
  if (minimum === null || !Number.isFinite(minimum.cost)) {
    warnings.push('no pose of the body meets the keypoints: it stands as the search began');
  }
  return {
    betas: params.slice(layout.betas),
    pose: params.slice(layout.pose, layout.betas),
    translation: params.slice(layout.translation, layout.translation + 3),
    camera,
    cost: minimum?.cost ?? Number.NaN,
    costByTerm: minimum?.costByTerm ?? {},
    iterations,
    termination: minimum?.termination ?? 'failed',
    reprojectionError,
    ...(confidence && { confidence }),
    warnings,
  };
}

function fewKeypoints(count: number): string {
  if (count === 0) return 'no keypoint is';
  return count === 1 ? 'only one keypoint is' : `only ${count} keypoints are`;
}
