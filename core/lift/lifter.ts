import type { KeypointSet } from '../body/joint-sets.js';
import { createKinematics } from '../body/kinematics.js';
import { parametersOf, type Skeleton } from '../body/skeleton.js';
import { outputOf } from '../detect/network-output.js';
import type { Network } from '../detect/runtime.js';
import type { Lifted } from '../fit/lifted.js';
import { detectorOffsets, seenBeside } from '../keypoints/detector-offsets.js';
import { initialTranslation } from '../keypoints/initial-translation.js';
import { landmarksInCamera } from '../keypoints/landmarks.js';
import type { KeypointName, NamedKeypoint } from '../keypoints/named-keypoints.js';
import type { Observations } from '../keypoints/observations.js';
import { observe } from '../keypoints/observe.js';
import type { Sided } from '../keypoints/sides.js';
import { withoutStrays } from '../keypoints/strays.js';
import type { Camera, Keypoints } from '../types.js';
import { type Answer, blend } from './answer.js';
import { COLUMN_COUNT, decodePose, LIFTED_BETAS, SIGMA_COUNT } from './decode.js';
import { FEATURE_COUNT, hasDepths, type LiftFeatures, liftFeatures, withoutDepths } from './features.js';
import { meanOfMirrored, withMirrorImage } from './mirror.js';

/**
 * How much the answer that knows a detector's depths counts beside the one that does not. Depths that are right gain 3 mm
 * on photos, wrong ones lost 4 mm on rendered people: with both answers the gain stays and most of the loss does not.
 */
const SHARE_WITH_DEPTHS = 0.75;

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
  /** The same of several people, whose landmarks tell the network the depths, or of several readings of one person, in one run of the network. */
  liftEach(people: readonly Sided[], camera: Camera): Promise<(Lifted | null)[]>;
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

  async function liftEach(people: readonly Sided[], camera: Camera): Promise<(Lifted | null)[]> {
    const asked = people.map(({ keypoints, worldLandmarks }) => {
      const { observations, names } = observe(withoutStrays(keypoints).keypoints, skeleton);
      const landmarks = worldLandmarks ? landmarksInCamera(keypoints, worldLandmarks, camera) : null;
      return { observations, features: liftFeatures(named(names, observations), camera, landmarks) };
    });
    const questions = asked.map(({ features }) => (features === null ? [] : questionsOf(features.values)));
    const answers = await answersTo(questions.flat());
    let next = 0;
    return asked.map(({ observations, features }, i) => {
      if (features === null) return null;
      const [known, plain] = answers.slice(next, next + questions[i].length);
      next += questions[i].length;
      const answer = plain ? blend(plain, known, SHARE_WITH_DEPTHS) : known;
      return beside(place(answer, features, observations, camera), people[i].keypoints.set, camera);
    });
  }

  /** The network's answer to each set of features, the mean with that about the mirror image. */
  async function answersTo(questions: readonly Float32Array[]): Promise<Answer[]> {
    const count = questions.length;
    if (count === 0) return [];
    const data = new Float32Array(count * 2 * FEATURE_COUNT);
    questions.forEach((features, i) => {
      data.set(withMirrorImage(features), i * 2 * FEATURE_COUNT);
    });
    const outputs = await network.run({ features: { data, dims: [2 * count, FEATURE_COUNT] } });
    const [columns, betas, logSigma] = (
      [
        ['rotations', COLUMN_COUNT],
        ['betas', LIFTED_BETAS],
        ['log_sigma', SIGMA_COUNT],
      ] as const
    ).map(([output, width]) => {
      const all = outputOf('lifter', outputs, output, 2 * count * width);
      return (i: number): Float32Array => all.subarray(2 * i * width, 2 * (i + 1) * width);
    });
    return questions.map((_, i) => meanOfMirrored(columns(i), betas(i), logSigma(i)));
  }

  /** The answer as a body where the keypoints are. */
  function place(answer: Answer, { view }: LiftFeatures, observations: Observations, camera: Camera): Lifted {
    const decoded = decodePose(answer.columns, answer.logSigma, view);
    const params = new Float64Array(layout.count);
    params.set(decoded.pose, layout.pose);
    if (knownShape) params.set(answer.betas.subarray(0, skeleton.betaCount), layout.betas);
    const translation = new Float64Array(3);
    initialTranslation(kinematics.pose(params, false).joints, observations, camera, translation);
    return { ...decoded, betas: params.slice(layout.betas), translation };
  }

  /** The same, with where the detector sees such a body's keypoints. */
  function beside(lifted: Lifted, set: KeypointSet, camera: Camera): Lifted {
    const seen = seenBeside(set, skeleton);
    if (seen.length === 0) return lifted;
    const offsets = detectorOffsets(set, seen, kinematics.pose(parametersOf(lifted), false), camera);
    return offsets === null ? lifted : { ...lifted, offsets };
  }

  return {
    liftEach,
    async lift(keypoints, camera, { worldLandmarks } = {}) {
      const [lifted] = await liftEach([{ keypoints, ...(worldLandmarks && { worldLandmarks }) }], camera);
      return lifted;
    },
  };
}

/** What the network is asked about one person: all that is known, and where depths are known, the same without them. */
const questionsOf = (features: Float32Array): Float32Array[] =>
  hasDepths(features) ? [features, withoutDepths(features)] : [features];

/** The observed keypoints by name. */
function named(
  names: readonly string[],
  { xy, confidence }: { readonly xy: Float64Array; readonly confidence: Float64Array },
): Map<KeypointName, NamedKeypoint> {
  return new Map(
    names.map((name, k) => [name as KeypointName, { x: xy[2 * k], y: xy[2 * k + 1], confidence: confidence[k] }]),
  );
}
