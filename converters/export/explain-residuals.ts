import { SMPL_JOINTS } from '../../core/body/joint-sets.js';
import { createKinematics } from '../../core/body/kinematics.js';
import { parametersOf, type Skeleton } from '../../core/body/skeleton.js';
import { estimatedNoise, firstNoise } from '../../core/fit/noise.js';
import { observe, spread } from '../../core/fit/observe.js';
import { reprojectionErrors } from '../../core/fit/reprojection-errors.js';
import { atJointsOf } from '../../core/lift/detector-offsets.js';
import type { Fit, Keypoints } from '../../core/types.js';

/** One keypoint against the body. */
export interface Residual {
  readonly name: string;
  /** Pixels. */
  readonly found: readonly [number, number];
  /** Where the detector would have seen the body's, pixels. */
  readonly fitted: readonly [number, number];
  /** Distance of both, pixels. */
  readonly pixels: number;
  /** In units of the noise that its confidence promises. */
  readonly inNoise: number;
  /** Of the keypoint. */
  readonly confidence: number;
  /** Of the joint, where the body has one of this name and the fit tells. */
  readonly jointConfidence?: number;
}

/**
 * How each keypoint is met.
 *
 * @returns the residuals, in the order of the keypoint set, and the noise of a sure keypoint, pixels
 */
export function residualsOf(
  fit: Fit,
  keypoints: Keypoints,
  skeleton: Skeleton,
): { readonly residuals: readonly Residual[]; readonly noise: number } {
  const posed = createKinematics(skeleton).pose(parametersOf(fit), false);
  const { joints } = posed;
  const { observations: found } = observe(keypoints, skeleton);
  const { observations, names } = observe(atJointsOf(fit, keypoints, posed, skeleton), skeleton);
  const errors = reprojectionErrors(joints, observations, fit.camera);
  const size = spread(observations);
  const noise = estimatedNoise(errors, observations.confidence, firstNoise(size), size);
  const { focalLength: f, principalPoint } = fit.camera;
  const residuals = names.map((name, k): Residual => {
    const [X, Y, Z] = joints.subarray(3 * observations.jointOf[k]);
    const confidence = observations.confidence[k];
    const joint = (SMPL_JOINTS as readonly string[]).indexOf(name);
    const told = joint < 0 ? undefined : fit.confidence?.joints[joint];
    return {
      name,
      found: [found.xy[2 * k], found.xy[2 * k + 1]],
      fitted: [
        (f * X) / Z + principalPoint[0] + found.xy[2 * k] - observations.xy[2 * k],
        (f * Y) / Z + principalPoint[1] + found.xy[2 * k + 1] - observations.xy[2 * k + 1],
      ],
      pixels: errors[k],
      inNoise: (confidence * errors[k]) / noise,
      confidence,
      ...(told !== undefined && { jointConfidence: told }),
    };
  });
  return { residuals, noise };
}
