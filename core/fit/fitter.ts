import { JOINT_SETS } from '../body/joint-sets.js';
import { createKinematics } from '../body/kinematics.js';
import { mirrorBone } from '../body/mirror-bone.js';
import { parametersOf, type Skeleton, skeletonOf } from '../body/skeleton.js';
import { expectLength, FitError } from '../error.js';
import { totalCost } from '../solver/total-cost.js';
import { obedience } from '../terms/depth-order.js';
import type { Term } from '../terms/term.js';
import type { BodyModel, Camera, Fit, Keypoints, PosePrior } from '../types.js';
import { bringInFront, type Candidate, cheapest, distinct } from './candidate.js';
import { confidenceOf } from './confidence.js';
import { orderedBones, withoutContradicted } from './depth-order.js';
import { expectHandSet, expectKeypoints } from './expect-keypoints.js';
import { fitTerms } from './fit-terms.js';
import { createImprove } from './improve.js';
import { estimatedNoise, firstNoise } from './noise.js';
import { createObjective, type Evidence, type Objective, type ObjectiveBody } from './objective.js';
import { objectiveBody } from './objective-body.js';
import { reportFit } from './report.js';
import { reprojectionErrors } from './reprojection-errors.js';
import { createSearch, type Found } from './search.js';
import type { SilhouetteFit } from './silhouette.js';
import { DOUBTED_COST, LAST_STAGE, LIFTED_STAGE, REFIT_STAGE } from './stages.js';
import { createUncertainty } from './uncertainty.js';
import { standings, type Watch } from './watch.js';
import { wrapRotations } from './wrap-rotations.js';

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
}

/** What refit needs of the fit before. */
export type PreviousFit = Pick<Fit, 'translation' | 'pose' | 'betas'>;

export interface FitterOptions {
  /** Terms to switch off, FIT_TERMS: to measure what they are worth. */
  readonly without?: readonly string[];
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
  const improve = createImprove(kinematics);
  const uncertainty = createUncertainty(kinematics);
  const search = createSearch(kinematics, prior.mixture, improve);
  let fitSilhouette: SilhouetteFit | undefined;
  const body: ObjectiveBody = {
    ...objectiveBody(model, skeleton, layout, prior.mixture),
    without: fitTerms(without),
  };

  return {
    skeleton,
    prepare(forMasks = false) {
      body.capsules();
      if (forMasks) silhouetteFit();
    },
    fit(keypoints, camera, given = {}, watch = () => {}) {
      checkInput(keypoints, camera, given);
      const evidence = believed(given, keypoints.set);
      const objective = createObjective(keypoints, camera, evidence, body);
      if (evidence.lifted === undefined) return finish(objective, searched(objective, watch), evidence, watch);
      const { found, isDoubted } = fromLifted(objective, evidence.lifted, watch);
      if (!isDoubted) return finish(objective, found, evidence, watch);
      // The network does not know such a picture: its pose is one candidate among others, and an anchor no more.
      const { lifted, ...rest } = evidence;
      const plain = createObjective(keypoints, camera, rest, body);
      return finish(plain, searched(plain, watch, found), evidence, watch);
    },

    costAt({ translation, pose, betas }, keypoints, camera, evidence = {}) {
      checkInput(keypoints, camera, evidence);
      checkPose('body', { translation, pose, betas });
      if (evidence.lifted !== undefined) checkPose('lifted', evidence.lifted);
      const objective = createObjective(keypoints, camera, evidence, body);
      const posed = kinematics.pose(parametersOf({ translation, pose, betas }), false);
      const cost = totalCost(objective.anchoredTerms(firstNoise(objective.size)))(posed);
      return Number.isNaN(cost) ? Number.POSITIVE_INFINITY : cost;
    },

    refit(previous, keypoints, camera, evidence = {}) {
      checkInput(keypoints, camera, evidence);
      checkPose('previous', previous);
      checkNumbers(previous);
      const objective = createObjective(keypoints, camera, believed(evidence, keypoints.set), body);
      const candidate = candidateAt('previous', previous);
      obey([candidate], objective);
      const noise = measuredNoise(objective, candidate);
      const terms = objective.lastTerms(noise, previous.betas);
      const iterations = improve([candidate], terms, 'all', REFIT_STAGE);
      return report(objective, { candidates: [candidate], iterations }, terms);
    },
  };

  function checkPose(name: string, { translation, pose, betas }: PreviousFit): void {
    expectLength('fit', `${name}.translation`, translation, 3);
    expectLength('fit', `${name}.pose`, pose, layout.betas - layout.pose);
    expectLength('fit', `${name}.betas`, betas, skeleton.betaCount);
  }

  function candidateAt(name: string, { translation, pose, betas }: PreviousFit): Candidate {
    const params = parametersOf({ translation, pose, betas });
    const orientation = [pose[0], pose[1], pose[2]] as const;
    const candidate = { start: { name, orientation }, params, cost: Number.POSITIVE_INFINITY, minimum: null };
    bringInFront(candidate, kinematics);
    return candidate;
  }

  /** The evidence without what the network says of limbs of which a person says otherwise. */
  function believed(evidence: Evidence, set: Keypoints['set']): Evidence {
    const { lifted, depthOrders = [] } = evidence;
    if (lifted === undefined) return evidence;
    checkPose('lifted', lifted);
    if (depthOrders.length === 0) return evidence;
    const { joints } = kinematics.pose(parametersOf(lifted), false);
    return { ...evidence, lifted: withoutContradicted(lifted, joints, orderedBones(set, depthOrders)) };
  }

  /** Mirrors in depth the bones that do not go the way that a person says, in place. */
  function obey(candidates: readonly Candidate[], { bones }: Objective): void {
    for (const candidate of candidates) {
      const { params } = candidate;
      for (const bone of bones) {
        if (obedience(kinematics.pose(params, false).joints, bone) < 0) mirrorBone(bone, params, kinematics);
      }
      if (bones.length > 0) bringInFront(candidate, kinematics);
    }
  }

  /** The fit from the lifted pose, and whether it leaves the keypoints unexplained. */
  function fromLifted(objective: Objective, lifted: PreviousFit, watch: Watch): { found: Found; isDoubted: boolean } {
    const candidate = candidateAt('lifter', lifted);
    obey([candidate], objective);
    const iterations = improve([candidate], objective.anchoredTerms(firstNoise(objective.size)), 'all', LIFTED_STAGE);
    watch('lifted', standings([candidate]));
    const reprojection = candidate.minimum?.costByTerm.reprojection ?? Number.POSITIVE_INFINITY;
    const isExplained = reprojection <= DOUBTED_COST * objective.observations.jointOf.length;
    const isDoubted = !(isExplained && Number.isFinite(candidate.cost)); // where E is undefined, so are its parts
    return { found: { candidates: [candidate], iterations }, isDoubted };
  }

  /** The search from nothing; candidates that are there already take part in its end. */
  function searched(objective: Objective, watch: Watch, before: Found = { candidates: [], iterations: 0 }): Found {
    const noise = firstNoise(objective.size);
    const found = search(objective, noise, watch);
    let iterations = before.iterations + found.iterations;
    iterations += improve(before.candidates, objective.bodyTerms(noise, 1), 'all', LAST_STAGE);
    const candidates = distinct([...found.candidates, ...before.candidates], kinematics);
    return { candidates, iterations };
  }

  /** Now that bodies stand where the keypoints are, these tell how noisy they are; that may also change who is best. */
  function finish(objective: Objective, { candidates, iterations }: Found, { mask }: Evidence, watch: Watch): Fit {
    obey(candidates, objective);
    const { params } = candidates[0];
    const terms = objective.lastTerms(measuredNoise(objective, candidates[0]), params.slice(layout.betas));
    let more = improve(candidates, terms, 'all', LAST_STAGE);
    watch('last', standings(candidates));
    const [best] = cheapest(candidates, 1);
    if (mask !== undefined) more += silhouetteFit()?.(best, terms, objective.camera, mask) ?? 0;
    return report(objective, { candidates: [best], iterations: iterations + more }, terms);
  }

  function silhouetteFit(): SilhouetteFit | undefined {
    fitSilhouette ??= silhouette?.(model);
    return fitSilhouette;
  }

  function measuredNoise({ observations, camera, size }: Objective, { params }: Candidate): number {
    const { joints } = kinematics.pose(params, false);
    const errors = reprojectionErrors(joints, observations, camera);
    return estimatedNoise(errors, observations.confidence, firstNoise(size), size);
  }

  /** @param terms those of the last minimisation */
  function report(objective: Objective, { candidates, iterations }: Found, terms: readonly Term[]): Fit {
    const { observations, missing, camera, size } = objective;
    const [best] = cheapest(candidates, 1);
    const confidence = confidenceOf(uncertainty(best.params, terms));
    wrapRotations(best.params, layout);
    return reportFit({ best, kinematics, observations, missing, camera, iterations, size, confidence });
  }
}

/** The stated shapes, and a camera that can project. */
function checkInput(keypoints: Keypoints, camera: Camera, evidence: Evidence): void {
  const { worldLandmarks, pinned, depthOrders } = evidence;
  const { set, xy, confidence } = keypoints;
  expectKeypoints('fit', keypoints, worldLandmarks);
  expectHandSet('fit', set, pinned, depthOrders);
  const K = JOINT_SETS[set].length;
  expectLength('fit', 'keypoints.xy', xy, 2 * K);
  expectLength('fit', 'keypoints.confidence', confidence, K);
  if (worldLandmarks !== undefined) expectLength('fit', 'worldLandmarks', worldLandmarks, 3 * K);
  if (!(camera.focalLength > 0 && Number.isFinite(camera.focalLength))) {
    const what = `the focal length is ${camera.focalLength}.`;
    throw new FitError('bad-input', 'fit', what, 'Give a positive number of pixels.');
  }
  const { principalPoint } = camera;
  if (principalPoint.length === 2 && principalPoint.every(Number.isFinite)) return;
  const what = `the principal point is ${principalPoint.join(', ') || 'missing'}.`;
  throw new FitError('bad-input', 'fit', what, 'Give two numbers of pixels, as a rule the middle of the photo.');
}

/** A fit that can be gone on from. What a network lifts is not asked so: where that is no number, a search is made instead. */
function checkNumbers(previous: PreviousFit): void {
  for (const name of ['translation', 'pose', 'betas'] as const) {
    if (previous[name].every(Number.isFinite)) continue;
    const what = `previous.${name} holds what is no number.`;
    throw new FitError('bad-input', 'fit', what, 'Go on from a fit that met the keypoints.');
  }
}
