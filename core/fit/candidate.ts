import type { Kinematics } from '../body/kinematics.js';
import { rotationAngle, rotationFromAxisAngle } from '../body/rotation.js';
import { initialTranslation } from '../keypoints/initial-translation.js';
import type { Observations } from '../keypoints/observations.js';
import type { Minimum } from '../solver/minimize.js';
import type { Camera, PoseMixture } from '../types.js';
import type { Start } from './starts.js';

/** One start on its way to a fit. */
export interface Candidate {
  readonly start: Start;
  /** N: translation, pose, betas; moved by the solver. */
  readonly params: Float64Array;
  /** E at `params`; infinite where it is undefined. */
  cost: number;
  /** What the solver said last; null before its first run. */
  minimum: Minimum | null;
}

/** No point of a body is closer to the camera than this when a body stage begins. Metres. */
const NEAREST_POINT = 0.3;
/** Two candidates within these have become the same: radians of global orientation, and of the largest pose number. */
const SAME_ORIENTATION = 0.1;
const SAME_POSE = 0.15;

/** Poses to start from, D numbers each: the mixture's mean and the mean of each of its components. */
export function startPoses({ componentCount: M, dimension: D, weights, means }: PoseMixture): Float64Array[] {
  const mean = new Float64Array(D);
  for (let m = 0; m < M; m++) for (let i = 0; i < D; i++) mean[i] += weights[m] * means[m * D + i];
  return [mean, ...Array.from({ length: M }, (_, m) => means.slice(m * D, (m + 1) * D))];
}

/** A pose in the start's orientation, with the mean shape and the translation that suits the keypoints best. */
export function startCandidate(
  start: Start,
  pose: Float64Array,
  kinematics: Kinematics,
  observations: Observations,
  camera: Camera,
): Candidate {
  const { layout } = kinematics;
  const params = new Float64Array(layout.count);
  params.set(start.orientation, layout.pose);
  params.set(pose, layout.pose + 3);
  const { joints } = kinematics.pose(params, false);
  initialTranslation(joints, observations, camera, params.subarray(layout.translation, layout.translation + 3));
  return { start, params, cost: Number.POSITIVE_INFINITY, minimum: null };
}

/**
 * Moves a body that reaches behind the camera away along its ray, in place: the camera stage sees the torso alone and
 * may bring an arm behind the lens, where the body stages could not begin.
 */
export function bringInFront({ params }: Candidate, kinematics: Kinematics): void {
  const { joints } = kinematics.pose(params, false);
  let nearest = Number.POSITIVE_INFINITY;
  for (let z = 2; z < joints.length; z += 3) nearest = Math.min(nearest, joints[z]);
  if (nearest >= NEAREST_POINT) return;
  const depth = params[2] + NEAREST_POINT - nearest;
  const stretch = params[2] > 0 ? depth / params[2] : 1;
  params[0] *= stretch;
  params[1] *= stretch;
  params[2] = depth;
}

/** The `count` cheapest candidates, cheapest first. */
export function cheapest(candidates: readonly Candidate[], count: number): Candidate[] {
  return [...candidates].sort((a, b) => a.cost - b.cost).slice(0, count);
}

/** The candidates, cheapest first, without those that have run into a cheaper one. */
export function distinct(candidates: readonly Candidate[], kinematics: Kinematics): Candidate[] {
  const kept: Candidate[] = [];
  for (const candidate of cheapest(candidates, candidates.length)) {
    if (!kept.some((other) => isSame(candidate.params, other.params, kinematics))) kept.push(candidate);
  }
  return kept;
}

function isSame(a: Float64Array, b: Float64Array, { layout }: Kinematics): boolean {
  const first = layout.pose;
  const A = new Float64Array(9);
  const B = new Float64Array(9);
  rotationFromAxisAngle(a[first], a[first + 1], a[first + 2], A);
  rotationFromAxisAngle(b[first], b[first + 1], b[first + 2], B);
  if (rotationAngle(A, 0, B, 0) > SAME_ORIENTATION) return false;
  for (let i = first + 3; i < layout.betas; i++) if (Math.abs(a[i] - b[i]) > SAME_POSE) return false;
  return true;
}
