import { isSmplJoint, jointIndex } from '../../core/body/joint-sets.js';
import { createKinematics } from '../../core/body/kinematics.js';
import { parametersOf, type Skeleton } from '../../core/body/skeleton.js';
import { projectPoint } from '../../core/camera/project.js';
import { atJointsOf } from '../../core/fit/at-joints-of.js';
import { reprojectionErrors } from '../../core/fit/reprojection-errors.js';
import { estimatedNoise, firstNoise } from '../../core/keypoints/noise.js';
import { observe, spread } from '../../core/keypoints/observe.js';
import type { Fit, Keypoints } from '../../core/types.js';

/** One keypoint against the body. */
export interface Residual {
  readonly name: string;
  /** Pixels. */
  readonly found: readonly [number, number];
  /** Where the detector would have seen the body's, pixels; NaN, as the others, for a joint behind the camera. */
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
  const pixel = new Float64Array(2);
  const residuals = names.map((name, k): Residual => {
    const [X, Y, Z] = joints.subarray(3 * observations.jointOf[k]);
    projectPoint(X, Y, Z, fit.camera, pixel);
    const confidence = observations.confidence[k];
    const told = isSmplJoint(name) ? fit.confidence?.joints[jointIndex(name)] : undefined;
    return {
      name,
      found: [found.xy[2 * k], found.xy[2 * k + 1]],
      fitted: [
        pixel[0] + found.xy[2 * k] - observations.xy[2 * k],
        pixel[1] + found.xy[2 * k + 1] - observations.xy[2 * k + 1],
      ],
      pixels: errors[k],
      inNoise: (confidence * errors[k]) / noise,
      confidence,
      ...(told !== undefined && { jointConfidence: told }),
    };
  });
  return { residuals, noise };
}
