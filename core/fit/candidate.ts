import type { Kinematics } from '../body/kinematics.js';
import { rotationAngle, rotationFromAxisAngle } from '../body/rotation.js';
import { initialTranslation } from '../camera/initial-translation.js';
import type { Minimum } from '../solver/minimize.js';
import type { Observations } from '../terms/reprojection.js';
import type { Camera, PoseMixture } from '../types.js';
import type { Start } from './starts.js';

/** One start on its way to a fit. */
export interface Candidate {
  readonly start: Start;
  /** N: translation, pose, betas; moved by the solver. */
  readonly params: Float64Array;
  minimum: Minimum | null;
}

/** No point of a body is closer to the camera than this when a body stage begins. Metres. */
const NEAREST_POINT = 0.3;
/** Two candidates within these have become the same: radians of global orientation, and of the largest pose number. */
const SAME_ORIENTATION = 0.1;
const SAME_POSE = 0.15;

/** The mixture's mean pose, mean shape, the start's orientation, and the translation that suits the keypoints best. */
export function startCandidate(
  start: Start,
  kinematics: Kinematics,
  mixture: PoseMixture,
  observations: Observations,
  camera: Camera,
): Candidate {
  const { layout } = kinematics;
  const params = new Float64Array(layout.count);
  params.set(start.orientation, layout.pose);
  const { componentCount: M, dimension: D, weights, means } = mixture;
  for (let i = 0; i < D; i++) {
    for (let m = 0; m < M; m++) params[layout.pose + 3 + i] += weights[m] * means[m * D + i];
  }
  const { joints } = kinematics.pose(params, false);
  initialTranslation(joints, observations, camera, params.subarray(layout.translation, layout.translation + 3));
  return { start, params, minimum: null };
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

/** The candidates, cheapest first, without those that have run into a cheaper one. */
export function distinct(candidates: readonly Candidate[], kinematics: Kinematics): Candidate[] {
  const costOf = ({ minimum }: Candidate): number =>
    minimum !== null && Number.isFinite(minimum.cost) ? minimum.cost : Number.POSITIVE_INFINITY;
  const kept: Candidate[] = [];
  for (const candidate of [...candidates].sort((a, b) => costOf(a) - costOf(b))) {
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
