import type { KeypointSet } from '../body/joint-sets.js';
import { createKinematics, type Kinematics } from '../body/kinematics.js';
import { parametersOf, type Skeleton, skeletonOf } from '../body/skeleton.js';
import { firstNoise } from '../keypoints/noise.js';
import { totalCost } from '../solver/total-cost.js';
import type { BodyModel, Camera, Fit, Keypoints, PosePrior } from '../types.js';
import { checkInput, checkNumbers, checkPose } from './check-input.js';
import { orderedBones, withoutContradicted } from './depth-order.js';
import { createFitMemory, finish, fromLifted, goOn, type Outline, searched } from './fit-passes.js';
import { type FitTerm, fitTerms } from './fit-terms.js';
import { createObjective, type Evidence, type ObjectiveBody } from './objective.js';
import { objectiveBody } from './objective-body.js';
import type { PreviousFit } from './previous-fit.js';
import type { SilhouetteFit } from './silhouette.js';
import { unexplained } from './unexplained.js';
import type { Watch } from './watch.js';

export type { Evidence } from './objective.js';
export type { Standing, Watch } from './watch.js';

/** Fits one body to any number of people; holds the memory that they share. */
export interface Fitter {
  readonly skeleton: Skeleton;
  /**
   * Does what the first fit would wait for (0.1 s, with masks 0.3 s): a host calls it while it waits for something else.
   *
   * @param forMasks whether the evidence will hold masks
   */
  prepare(forMasks?: boolean): void;
  /**
   * Odd keypoints are no error: what cannot be known stays at the prior, and the warnings say so. With a lifted pose the
   * fit starts there, and the search from nothing is only made where that explains the keypoints badly.
   *
   * @throws FitError bad-input for sizes that disagree or a camera that cannot project
   */
  fit(keypoints: Keypoints, camera: Camera, evidence?: Evidence, watch?: Watch): Fit;
  /**
   * The cost of a body for these keypoints, before any step: what fit starts from, at the noise that it expects. A
   * log-likelihood, infinite where the body does not project.
   *
   * @throws FitError as fit does
   */
  costAt(body: PreviousFit, keypoints: Keypoints, camera: Camera, evidence?: Evidence): number;
  /**
   * Goes on from a fit of almost the same keypoints, of one joint dragged or of a video's frame before: the same
   * objective, one start, in a small part of the time. With the same lifted pose, a fit of the same keypoints
   * stays within 3 mm (median; 23 at most of 40 people): the noise is estimated anew.
   *
   * @throws FitError as fit does, and bad-input for a fit before that holds what is no number
   */
  refit(previous: PreviousFit, keypoints: Keypoints, camera: Camera, evidence?: Evidence): Fit;
  /** Keypoints that a fit leaves so far off that they can be no joint of this body, by index; pinned ones are none. */
  unexplained(
    fit: PreviousFit & Pick<Fit, 'camera' | 'costByTerm'>,
    keypoints: Keypoints,
    pinned?: readonly number[],
  ): readonly number[];
}

export interface FitterOptions {
  /** Terms to switch off, FIT_TERMS: to measure what they are worth. */
  readonly without?: readonly FitTerm[];
  /** createSilhouetteFit, for a fitter that looks at masks: without it they are ignored, and a page need not load it. */
  readonly silhouette?: (model: BodyModel) => SilhouetteFit;
}

/**
 * A fitter for a body and a pose prior. Reducing the body to its skeleton takes some milliseconds; fits reuse it.
 *
 * @throws FitError usage for a term that there is not
 */
export function createFitter(
  model: BodyModel,
  prior: PosePrior,
  { without = [], silhouette }: FitterOptions = {},
): Fitter {
  const skeleton = skeletonOf(model);
  const kinematics = createKinematics(skeleton);
  const { layout } = kinematics;
  const memory = createFitMemory(kinematics, prior.mixture);
  const body: ObjectiveBody = {
    ...objectiveBody(model, skeleton, layout, prior.mixture),
    without: fitTerms(without),
  };
  let fitSilhouette: SilhouetteFit | undefined;
  const silhouetteFit = (): SilhouetteFit | undefined => {
    fitSilhouette ??= silhouette?.(model);
    return fitSilhouette;
  };

  return {
    skeleton,
    prepare(forMasks = false) {
      body.capsules();
      if (forMasks) silhouetteFit();
    },
    fit(keypoints, camera, given = {}, watch = () => {}) {
      checkInput(keypoints, camera, given);
      const evidence = believed(given, keypoints.set, kinematics);
      const { lifted, ...rest } = evidence;
      const outline: Outline = (best, terms) => (rest.mask && silhouetteFit()?.(best, terms, camera, rest.mask)) ?? 0;
      const objective = createObjective(keypoints, camera, evidence, body);
      if (lifted === undefined) return finish(memory, objective, searched(memory, objective, watch), outline, watch);
      const { found, isDoubted } = fromLifted(memory, objective, lifted, watch);
      if (!isDoubted) return finish(memory, objective, found, outline, watch);
      // The network does not know such a picture: its pose is one candidate among others, and an anchor no more.
      const plain = createObjective(keypoints, camera, rest, body);
      return finish(memory, plain, searched(memory, plain, watch, found), outline, watch);
    },

    costAt(numbers, keypoints, camera, evidence = {}) {
      checkInput(keypoints, camera, evidence);
      checkPose('body', numbers, layout);
      if (evidence.lifted !== undefined) checkPose('lifted', evidence.lifted, layout);
      const objective = createObjective(keypoints, camera, evidence, body);
      const posed = kinematics.pose(parametersOf(numbers), false);
      const cost = totalCost(objective.anchoredTerms(firstNoise(objective.size)))(posed);
      return Number.isNaN(cost) ? Number.POSITIVE_INFINITY : cost;
    },

    refit(previous, keypoints, camera, evidence = {}) {
      checkInput(keypoints, camera, evidence);
      checkPose('previous', previous, layout);
      checkNumbers(previous);
      const objective = createObjective(keypoints, camera, believed(evidence, keypoints.set, kinematics), body);
      return goOn(memory, objective, previous);
    },

    unexplained: (fit, keypoints, pinned) => unexplained(fit, keypoints, kinematics, skeleton, pinned),
  };
}

/** The evidence without what the network says of limbs of which a person says otherwise. */
function believed(evidence: Evidence, set: KeypointSet, kinematics: Kinematics): Evidence {
  const { lifted, depthOrders = [] } = evidence;
  if (lifted === undefined) return evidence;
  checkPose('lifted', lifted, kinematics.layout);
  if (depthOrders.length === 0) return evidence;
  const { joints } = kinematics.pose(parametersOf(lifted), false);
  return { ...evidence, lifted: withoutContradicted(lifted, joints, orderedBones(set, depthOrders)) };
}
