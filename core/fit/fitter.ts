import { JOINT_SETS, SMPL_JOINTS } from '../body/joint-sets.js';
import { createKinematics } from '../body/kinematics.js';
import { axisAngleFromRotation, rotationFromAxisAngle } from '../body/rotation.js';
import { type Skeleton, skeletonOf } from '../body/skeleton.js';
import { expectLength, FitError } from '../error.js';
import { minimize } from '../solver/minimize.js';
import { totalCost } from '../solver/total-cost.js';
import type { Term } from '../terms/term.js';
import type { BodyModel, Camera, Fit, Keypoints, PosePrior } from '../types.js';
import { bringInFront, type Candidate, cheapest, distinct, startCandidate, startPoses } from './candidate.js';
import { estimatedNoise, firstNoise } from './noise.js';
import { createObjective, type Evidence, type Objective } from './objective.js';
import { reportFit } from './report.js';
import { reprojectionErrors } from './reprojection-errors.js';
import { BODY_STAGES, CAMERA_STAGE, CANDIDATES_KEPT, LAST_STAGE, type Limits, REFIT_STAGE } from './stages.js';
import { landmarkStart, type Start, yawStarts } from './starts.js';

export type { Evidence } from './objective.js';

/** Nothing sees how a hand is turned: these joints keep the start's pose. */
const UNSEEN_JOINTS = ['left_hand', 'right_hand'].map((name) => (SMPL_JOINTS as readonly string[]).indexOf(name));

const PREVIOUS: Start = { name: 'previous', orientation: [0, 0, 0] };

/** Fits one body to any number of people; holds the memory that they share. */
export interface Fitter {
  readonly skeleton: Skeleton;
  /**
   * Odd keypoints are no error: what cannot be known stays at the prior, and the warnings say so.
   *
   * @throws FitError bad-input for sizes that disagree or a camera without a focal length
   */
  fit(keypoints: Keypoints, camera: Camera, evidence?: Evidence): Fit;
  /**
   * Goes on from a fit of almost the same keypoints, of one joint dragged or of a video's frame before: the same
   * objective, one start, in a small part of the time.
   *
   * @throws FitError as fit does
   */
  refit(previous: PreviousFit, keypoints: Keypoints, camera: Camera, evidence?: Evidence): Fit;
}

/** What refit needs of the fit before. */
export type PreviousFit = Pick<Fit, 'translation' | 'pose' | 'betas'>;

/** A fitter for a body and a pose prior. Reducing the body to its skeleton takes some milliseconds; fits reuse it. */
export function createFitter(model: BodyModel, prior: PosePrior): Fitter {
  const skeleton = skeletonOf(model);
  const kinematics = createKinematics(skeleton);
  const { layout } = kinematics;
  const poses = startPoses(prior.mixture);
  const scale = new Float64Array(layout.count).fill(1);
  const cameraFree = freeParameters(layout.count, (n) => n < layout.pose + 3);
  const allFree = freeParameters(layout.count, (n) => !UNSEEN_JOINTS.includes(Math.floor((n - layout.pose) / 3)));

  return {
    skeleton,
    fit(keypoints, camera, evidence = {}) {
      checkInput(keypoints, camera, evidence);
      const objective = createObjective(keypoints, camera, evidence, { skeleton, layout, mixture: prior.mixture });
      const noise = firstNoise(objective.size);
      let candidates = placedCandidates(objective, noise);
      let iterations = candidates.reduce((sum, { minimum }) => sum + (minimum?.iterations ?? 0), 0);
      candidates = cheapest(candidates, CANDIDATES_KEPT);
      for (const stage of BODY_STAGES) {
        iterations += improve(candidates, objective.bodyTerms(noise, stage.priorWeight), stage);
        candidates = cheapest(distinct(candidates, kinematics), stage.kept);
      }
      // Now that bodies stand where the keypoints are, these tell how noisy they are; that may also change who is best.
      const measured = measuredNoise(objective, candidates[0].params);
      iterations += improve(candidates, objective.bodyTerms(measured, 1), LAST_STAGE);
      const [best] = cheapest(candidates, 1);
      return finish(objective, best, iterations);
    },

    refit(previous, keypoints, camera, evidence = {}) {
      checkInput(keypoints, camera, evidence);
      expectLength('refit', 'previous.pose', previous.pose, layout.betas - layout.pose);
      expectLength('refit', 'previous.betas', previous.betas, skeleton.betaCount);
      const objective = createObjective(keypoints, camera, evidence, { skeleton, layout, mixture: prior.mixture });
      const params = Float64Array.from([...previous.translation, ...previous.pose, ...previous.betas]);
      const candidate: Candidate = { start: PREVIOUS, params, cost: Number.POSITIVE_INFINITY, minimum: null };
      bringInFront(candidate, kinematics);
      const terms = objective.bodyTerms(measuredNoise(objective, params), 1);
      return finish(objective, candidate, run(candidate, terms, allFree, REFIT_STAGE));
    },
  };

  function measuredNoise({ observations, camera, size }: Objective, params: Float64Array): number {
    const { joints } = kinematics.pose(params, false);
    const errors = reprojectionErrors(joints, observations, camera);
    return estimatedNoise(errors, observations.confidence, firstNoise(size), size);
  }

  function finish(objective: Objective, best: Candidate, iterations: number): Fit {
    const { observations, missing, camera, size } = objective;
    wrapRotations(best.params);
    return reportFit({ best, kinematics, observations, missing, camera, iterations, size });
  }

  /**
   * Every start in every pose, with the cost of the whole objective there. The torso settles an orientation once, in the
   * mean pose; for the other poses it stays, and they are moved to the keypoints.
   */
  function placedCandidates(objective: Objective, noise: number): Candidate[] {
    const { observations, landmarks, camera } = objective;
    const seen = landmarks === null ? null : landmarkStart(landmarks);
    const starts = [...(seen === null ? [] : [seen]), ...yawStarts(observations)];
    const cameraTerms = objective.cameraTerms(noise);
    const wholeCost = totalCost(objective.bodyTerms(noise, 1));
    return starts.flatMap((start) => {
      const mean = startCandidate(start, poses[0], kinematics, observations, camera);
      run(mean, cameraTerms, cameraFree, CAMERA_STAGE);
      const [x, y, z] = mean.params.subarray(layout.pose, layout.pose + 3);
      const settled = { ...start, orientation: [x, y, z] as const };
      const others = poses.slice(1).map((pose) => startCandidate(settled, pose, kinematics, observations, camera));
      for (const candidate of [mean, ...others]) {
        bringInFront(candidate, kinematics);
        candidate.cost = wholeCost(kinematics.pose(candidate.params, false));
      }
      return [mean, ...others];
    });
  }

  /** Minimises from each candidate, in place; returns the iterations that took. */
  function improve(candidates: readonly Candidate[], terms: readonly Term[], limits: Limits): number {
    return candidates.reduce((sum, candidate) => sum + run(candidate, terms, allFree, limits), 0);
  }

  function run(candidate: Candidate, terms: readonly Term[], free: Uint16Array, limits: Limits): number {
    const { params } = candidate;
    // A metre matters less the farther the person is: a step in depth is relative to it.
    scale.fill(Math.max(1, params[2]), 0, 3);
    const minimum = minimize(kinematics, terms, params, { free, scale, ...limits });
    candidate.minimum = minimum;
    candidate.cost = Number.isFinite(minimum.cost) ? minimum.cost : Number.POSITIVE_INFINITY;
    return minimum.iterations;
  }

  /** Axis-angles of at most π, the same rotations: what other programs expect. */
  function wrapRotations(params: Float64Array): void {
    const R = new Float64Array(9);
    for (let n = layout.pose; n < layout.betas; n += 3) {
      if (Math.hypot(params[n], params[n + 1], params[n + 2]) <= Math.PI) continue;
      rotationFromAxisAngle(params[n], params[n + 1], params[n + 2], R);
      params.set(axisAngleFromRotation(R), n);
    }
  }
}

/** The stated shapes, and a camera that can project. */
function checkInput({ set, xy, confidence }: Keypoints, camera: Camera, { worldLandmarks }: Evidence): void {
  const K = JOINT_SETS[set].length;
  expectLength('fit', 'keypoints.xy', xy, 2 * K);
  expectLength('fit', 'keypoints.confidence', confidence, K);
  if (worldLandmarks !== undefined) expectLength('fit', 'worldLandmarks', worldLandmarks, 3 * K);
  if (!(camera.focalLength > 0 && Number.isFinite(camera.focalLength))) {
    const what = `the focal length is ${camera.focalLength}.`;
    throw new FitError('bad-input', 'fit', what, 'Give a positive number of pixels.');
  }
}

const freeParameters = (N: number, isFree: (n: number) => boolean): Uint16Array =>
  Uint16Array.from([...Array(N).keys()].filter(isFree));
