import type { KeypointSet } from '../../core/body/joint-sets.js';
import { createKinematics } from '../../core/body/kinematics.js';
import { parametersOf, type Skeleton } from '../../core/body/skeleton.js';
import { projectPoints } from '../../core/camera/project.js';
import { expectLength } from '../../core/error.js';
import { boneTo, type DepthSide } from '../../core/fit/depth-order.js';
import { namedJoints } from '../../core/fit/joints3d.js';
import { signedDepth } from '../../core/terms/depth-order.js';
import type { Fit } from '../../core/types.js';

type Pose = Pick<Fit, 'pose' | 'betas' | 'translation'>;

/** Where a body's joints and surface points lie in the picture, by name: pixels; NaN for those behind the camera. */
export function bodyInPicture(skeleton: Skeleton, fit: Pose & Pick<Fit, 'camera'>): Record<string, [number, number]> {
  const points = Object.entries(namedJoints(skeleton, fit));
  const pixels = projectPoints(
    points.flatMap(([, point]) => [...point]),
    fit.camera,
  );
  return Object.fromEntries(points.map(([name], i) => [name, [pixels[2 * i], pixels[2 * i + 1]]]));
}

/** Where a keypoint is, beside the joint above it on the limb; null for one that has none. */
export function depthSide(skeleton: Skeleton, fit: Pose, set: KeypointSet, k: number): DepthSide | null {
  const bone = boneTo(set, k);
  if (bone === null) return null;
  return signedDepth(posedJoints(skeleton, fit), bone) < 0 ? 'nearer' : 'farther';
}

/**
 * The fit with other betas, in the same pose and as large in the picture: the pelvis goes away from the camera along
 * its ray as the body grows. With p_j the joints relative to the pelvis p_0, the new distance is
 * p_0 · √(Σ|p'_j|² / Σ|p_j|²), since a scene enlarged about the camera looks the same.
 *
 * @param betas B
 * @throws FitError bad-input for betas, or a fit, of a body with another number of betas
 */
export function withBetas(skeleton: Skeleton, fit: Fit, betas: ArrayLike<number>): Fit {
  expectLength('shape', 'betas', betas, skeleton.betaCount);
  expectLength('shape', 'fit.betas', fit.betas, skeleton.betaCount);
  const shaped = Float64Array.from(betas);
  const before = posedJoints(skeleton, fit);
  const after = posedJoints(skeleton, { ...fit, betas: shaped });
  const scale = spread(after) / spread(before);
  const translation = fit.translation.map((t, axis) => t + scale * before[axis] - after[axis]);
  return { ...fit, betas: shaped, translation };
}

/** J×3. */
function posedJoints(skeleton: Skeleton, pose: Pose): Float64Array {
  return createKinematics(skeleton)
    .pose(parametersOf(pose), false)
    .joints.slice(0, 3 * skeleton.jointCount);
}

/** Root of the mean squared distance of the joints from the first. */
function spread(joints: Float64Array): number {
  let sum = 0;
  for (let i = 3; i < joints.length; i++) sum += (joints[i] - joints[i % 3]) ** 2;
  return Math.sqrt(sum / (joints.length / 3));
}
