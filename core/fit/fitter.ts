import { JOINT_SETS, SMPL_JOINTS } from '../body/joint-sets.js';
import { createKinematics } from '../body/kinematics.js';
import { axisAngleFromRotation, rotationFromAxisAngle } from '../body/rotation.js';
import { type Skeleton, skeletonOf } from '../body/skeleton.js';
import { expectLength, FitError } from '../error.js';
import { gemanMcClure } from '../solver/loss.js';
import { minimize } from '../solver/minimize.js';
import { hingePrior } from '../terms/hinge-prior.js';
import { posePrior } from '../terms/pose-prior.js';
import { type Observations, reprojection } from '../terms/reprojection.js';
import { shapePrior } from '../terms/shape-prior.js';
import type { Term } from '../terms/term.js';
import type { BodyModel, Camera, Fit, Keypoints, PosePrior } from '../types.js';
import { bringInFront, type Candidate, distinct, startCandidate } from './candidate.js';
import { depthTerm } from './depth.js';
import { landmarksInCamera } from './landmarks.js';
import { observe, selectObservations, spread } from './observe.js';
import { reportFit } from './report.js';
import { STAGES, type Stage } from './stages.js';
import { landmarkStart, yawStarts } from './starts.js';

/** Noise of a sure keypoint, as a share of the person's size (spread), and the least it can be in pixels. */
const NOISE_SHARE = 0.035;
const LEAST_NOISE = 0.5;
/** Geman-McClure scale in units of the noise: a keypoint further off than this has lost its pull. */
const OUTLIER_AT = 6;
/** Radian of unnatural bending ↔ standard deviations: 0.2 rad counts as one. */
const HINGE_WEIGHT = 5;
/** Smallest torso from which the camera stage can start. */
const TORSO_JOINTS = ['left_hip', 'right_hip', 'left_shoulder', 'right_shoulder'].map((name) =>
  (SMPL_JOINTS as readonly string[]).indexOf(name),
);
/** Nothing sees how a hand is turned: these joints keep the prior's mean. */
const UNSEEN_JOINTS = ['left_hand', 'right_hand'].map((name) => (SMPL_JOINTS as readonly string[]).indexOf(name));

/** What is known of a person besides the keypoints. */
export interface Evidence {
  /** K×3, metres, hip-centred, camera axes, of the same set as the keypoints. */
  readonly worldLandmarks?: Float64Array;
}

/** Fits one body to any number of people; holds the memory that they share. */
export interface Fitter {
  readonly skeleton: Skeleton;
  /**
   * Odd keypoints are no error: what cannot be known stays at the prior, and the warnings say so.
   *
   * @throws FitError bad-input for sizes that disagree or a camera without a focal length
   */
  fit(keypoints: Keypoints, camera: Camera, evidence?: Evidence): Fit;
}

/** A fitter for a body and a pose prior. Reducing the body to its skeleton takes some milliseconds; fits reuse it. */
export function createFitter(model: BodyModel, prior: PosePrior): Fitter {
  const skeleton = skeletonOf(model);
  const kinematics = createKinematics(skeleton);
  const { layout } = kinematics;
  const allFree = freeParameters(layout.count, (n) => !UNSEEN_JOINTS.includes(Math.floor((n - layout.pose) / 3)));
  const cameraFree = freeParameters(layout.count, (n) => n < layout.pose + 3);

  return {
    skeleton,
    fit(keypoints, camera, evidence = {}) {
      checkInput(keypoints, camera, evidence);
      const { observations, names, missing } = observe(keypoints, skeleton);
      const { worldLandmarks } = evidence;
      const size = spread(observations);
      const sigma = Math.max(LEAST_NOISE, NOISE_SHARE * size);
      const torso = selectObservations(observations, (row) => TORSO_JOINTS.includes(row));
      const landmarks = worldLandmarks ? landmarksInCamera(keypoints, worldLandmarks, camera) : null;
      const confidence = new Map(names.map((name, k) => [name, observations.confidence[k]]));
      const depth = landmarks ? depthTerm(landmarks, confidence, skeleton) : null;
      const scale = new Float64Array(layout.count).fill(1);
      let iterations = 0;

      const starts = yawStarts(observations);
      const landmarkTorso = landmarks ? landmarkStart(landmarks) : null;
      if (landmarkTorso !== null) starts.unshift(landmarkTorso);
      let candidates = starts.map((start) => startCandidate(start, kinematics, prior.mixture, observations, camera));
      for (const stage of STAGES) {
        for (const candidate of candidates) run(stage, candidate);
        if (stage.moves === 'body') candidates = distinct(candidates, kinematics);
      }
      const best = candidates[0];
      wrapRotations(best.params);
      return reportFit({ best, kinematics, observations, missing, camera, iterations, size });

      function run(stage: Stage, candidate: Candidate): void {
        const { params } = candidate;
        if (stage.moves === 'body') bringInFront(candidate, kinematics);
        // A metre matters less the farther the person is: a step in depth is relative to it.
        scale.fill(Math.max(1, params[2]), 0, 3);
        candidate.minimum = minimize(
          kinematics,
          terms(stage, torso.jointOf.length >= 3 ? torso : observations),
          params,
          {
            free: stage.moves === 'camera' ? cameraFree : allFree,
            scale,
            maxIterations: stage.maxIterations,
            costTolerance: stage.costTolerance,
          },
        );
        iterations += candidate.minimum.iterations;
      }

      function terms(stage: Stage, cameraObservations: Observations): Term[] {
        if (stage.moves === 'camera') return [reprojection(cameraObservations, camera, sigma, null)];
        const body = [
          reprojection(observations, camera, sigma, gemanMcClure(OUTLIER_AT)),
          posePrior(prior.mixture, layout.pose + 3, stage.priorWeight),
          hingePrior(layout.pose, HINGE_WEIGHT),
          shapePrior(layout.betas, skeleton.betaCount, 1),
        ];
        return depth === null ? body : [...body, depth];
      }
    },
  };

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
