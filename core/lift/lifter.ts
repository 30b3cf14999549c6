import { createKinematics } from '../body/kinematics.js';
import type { KeypointName, NamedKeypoint } from '../body/named-keypoints.js';
import type { Skeleton } from '../body/skeleton.js';
import { initialTranslation } from '../camera/initial-translation.js';
import { outputOf } from '../detect/network-output.js';
import type { Network } from '../detect/runtime.js';
import type { Evidence, Fitter, Watch } from '../fit/fitter.js';
import { landmarksInCamera } from '../fit/landmarks.js';
import { observe } from '../fit/observe.js';
import type { Camera, Fit, Keypoints } from '../types.js';
import { COLUMN_COUNT, type DecodedPose, decodePose, LIFTED_BETAS, SIGMA_COUNT } from './decode.js';
import { FEATURE_COUNT, liftFeatures } from './features.js';
import { meanOfMirrored, withMirrorImage } from './mirror.js';

/** What the network makes of one person's keypoints: a pose to start a fit from, and to hold it where they say little. */
export interface Lifted extends DecodedPose {
  /** B; 0 for a body whose betas the network does not know. */
  readonly betas: Float64Array;
  /** 3, metres, camera frame: where the body in this pose suits the keypoints best. */
  readonly translation: Float64Array;
}

/** Lifts keypoints to poses. */
export interface Lifter {
  /**
   * @param evidence as the fit takes it: K×3 landmarks tell the network the depths
   * @returns null when too few of the keypoints that it knows were seen
   * @throws FitError bad-input when the network is another one
   */
  lift(
    keypoints: Keypoints,
    camera: Camera,
    evidence?: { readonly worldLandmarks?: Float64Array },
  ): Promise<Lifted | null>;
}

/**
 * A lifter for a body.
 *
 * @param network the one named `lifter`
 * @param knownShape whether the body's betas are those of the shipped neutral body, the ones that the network knows
 */
export function createLifter(network: Network, skeleton: Skeleton, knownShape: boolean): Lifter {
  const kinematics = createKinematics(skeleton);
  const { layout } = kinematics;

  return {
    async lift(keypoints, camera, { worldLandmarks } = {}) {
      const { observations, names } = observe(keypoints, skeleton);
      const landmarks = worldLandmarks ? landmarksInCamera(keypoints, worldLandmarks, camera) : null;
      const features = liftFeatures(named(names, observations), camera, landmarks);
      if (features === null) return null;
      const input = { features: { data: withMirrorImage(features.values), dims: [2, FEATURE_COUNT] } };
      const outputs = await network.run(input);
      const output = (name: string, length: number): Float32Array => outputOf('lifter', outputs, name, 2 * length);
      const answer = meanOfMirrored(
        output('rotations', COLUMN_COUNT),
        output('betas', LIFTED_BETAS),
        output('log_sigma', SIGMA_COUNT),
      );
      const decoded = decodePose(answer.columns, answer.logSigma, features.view);

      const params = new Float64Array(layout.count);
      params.set(decoded.pose, layout.pose);
      if (knownShape) params.set(answer.betas.subarray(0, skeleton.betaCount), layout.betas);
      const translation = new Float64Array(3);
      initialTranslation(kinematics.pose(params, false).joints, observations, camera, translation);
      return { ...decoded, betas: params.slice(layout.betas), translation };
    },
  };
}

/** The observed keypoints by name. */
function named(
  names: readonly string[],
  { xy, confidence }: { readonly xy: Float64Array; readonly confidence: Float64Array },
): Map<KeypointName, NamedKeypoint> {
  return new Map(
    names.map((name, k) => [name as KeypointName, { x: xy[2 * k], y: xy[2 * k + 1], confidence: confidence[k] }]),
  );
}

/** Lifts the keypoints and fits the body from there: both of a fit's halves, where nobody needs them apart. */
export async function liftAndFit(
  fitter: Fitter,
  lifter: Lifter,
  keypoints: Keypoints,
  camera: Camera,
  evidence: Evidence = {},
  watch?: Watch,
): Promise<Fit> {
  const lifted = await lifter.lift(keypoints, camera, evidence);
  return fitter.fit(keypoints, camera, lifted === null ? evidence : { ...evidence, lifted }, watch);
}
