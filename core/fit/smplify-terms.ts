import type { Capsules } from '../body/capsules.js';
import { JOINT_SETS, jointIndex } from '../body/joint-sets.js';
import type { ParameterLayout, Skeleton } from '../body/skeleton.js';
import { expectChoice } from '../error.js';
import type { Observations } from '../keypoints/observations.js';
import { observe, rowsByName, selectObservations } from '../keypoints/observe.js';
import { gemanMcClure } from '../solver/loss.js';
import type { Term } from '../solver/term.js';
import { hingeExponential } from '../terms/hinge-exponential.js';
import { interpenetration } from '../terms/interpenetration.js';
import { posePrior } from '../terms/pose-prior.js';
import { reprojection } from '../terms/reprojection.js';
import { shapePrior } from '../terms/shape-prior.js';
import type { Camera, Keypoints, PoseMixture } from '../types.js';

/** The five terms of SMPLify's objective, by the names under which they can be left out. */
export const SMPLIFY_TERMS = ['joints', 'prior', 'hinge', 'shape', 'interpenetration'] as const;
export type SmplifyTerm = (typeof SMPLIFY_TERMS)[number];

/** Checks the names of terms to leave out. @throws FitError usage */
export function smplifyTerms(names: readonly string[]): SmplifyTerm[] {
  return names.map((name) => {
    expectChoice('term', name, SMPLIFY_TERMS, 'without');
    return name;
  });
}

/** Weights of the pose prior and of the shape prior; they multiply residuals. */
export interface SmplifyStage {
  readonly pose: number;
  readonly shape: number;
}

export const SMPLIFY_STAGES: readonly SmplifyStage[] = [
  { pose: 404, shape: 100 },
  { pose: 404, shape: 50 },
  { pose: 57.4, shape: 10 },
  { pose: 4.78, shape: 5 },
];

/** Scale of the Geman-McClure loss, pixels, each coordinate on its own. */
const OUTLIER_AT = 100;
/** The hinge's residual is 0.317 · 10 · exp(±θ) times the weight of the pose prior. */
const HINGE_WEIGHT = 3.17;
const INTERPENETRATION_WEIGHT = 1e3;
/** Residual of a metre of depth in the camera stage. */
const DEPTH_WEIGHT = 100;
/** LSP's neck has no counterpart among SMPL's joints. */
const LSP_USED = new Set<string>(JOINT_SETS.lsp14.filter((name) => name !== 'neck'));
const HIPS = (['left_hip', 'right_hip'] as const).map(jointIndex);
const TORSO = [...HIPS, ...(['left_shoulder', 'right_shoulder'] as const).map(jointIndex)];

/** What SMPLify looks at: those of LSP's joints that the keypoints have, whatever set they come from. */
export interface SmplifyObservations {
  readonly all: Observations;
  /** Hips and shoulders, for the camera stage. */
  readonly torso: Observations;
  /** All but the hips, for the body stages: annotators put hips where SMPL's are not. */
  readonly body: Observations;
  /** Joints that the body file does not have. */
  readonly missing: readonly string[];
}

export function observeLsp(keypoints: Keypoints, skeleton: Skeleton): SmplifyObservations {
  const { observations, missing } = observe(keypoints, skeleton);
  const rows = rowsByName(skeleton);
  const used = new Set([...LSP_USED].map((name) => rows.get(name)));
  const all = selectObservations(observations, (row) => used.has(row));
  return {
    all,
    torso: selectObservations(all, (row) => TORSO.includes(row)),
    body: selectObservations(all, (row) => !HIPS.includes(row)),
    missing: missing.filter((name) => LSP_USED.has(name)),
  };
}

/** The camera stage: the torso without a robust loss, and the depth held near its first guess. */
export function smplifyCameraTerms(
  torso: Observations,
  camera: Camera,
  layout: ParameterLayout,
  depth: number,
): Term[] {
  return [{ ...reprojection(torso, camera, 1, null), name: 'joints' }, depthKept(layout, depth)];
}

/** r = t_z − depth. */
function depthKept(layout: ParameterLayout, depth: number): Term {
  const z = layout.translation + 2;
  return {
    name: 'depth',
    rows: 1,
    loss: null,
    weights: Float64Array.of(DEPTH_WEIGHT),
    points: new Uint16Array(0),
    evaluate({ params }, residual, jacobian) {
      residual[0] = params[z] - depth;
      if (jacobian !== null) {
        jacobian.fill(0);
        jacobian[z] = 1;
      }
      return Number.isFinite(residual[0]);
    },
  };
}

/** What the body stages need besides the weights. */
export interface SmplifyProblem {
  readonly observations: Observations;
  readonly camera: Camera;
  readonly layout: ParameterLayout;
  readonly skeleton: Skeleton;
  readonly mixture: PoseMixture;
  /** null leaves the interpenetration term out. */
  readonly capsules: Capsules | null;
  readonly without: readonly SmplifyTerm[];
}

/**
 * E = E_J + E_θ + E_a + E_β + E_sp of SMPLify. Our E is half the sum of squares, hence half of the paper's throughout;
 * E_θ is no square there, so its weight takes the factor: ½ (w/√2)² · 2 min(½ d² + penalty) = ½ w² min(½ d² + penalty).
 */
export function smplifyBodyTerms(problem: SmplifyProblem, stage: SmplifyStage): Term[] {
  const { observations, camera, layout, skeleton, mixture, capsules, without } = problem;
  const terms: Term[] = [
    { ...reprojection(observations, camera, 1, gemanMcClure(OUTLIER_AT), 1), name: 'joints' },
    { ...posePrior(mixture, layout.pose + 3, stage.pose * Math.SQRT1_2), name: 'prior' },
    hingeExponential(layout.pose, HINGE_WEIGHT * stage.pose),
    { ...shapePrior(layout.betas, skeleton.betaCount, stage.shape), name: 'shape' },
  ];
  if (capsules !== null) terms.push(interpenetration(capsules, skeleton.parents, layout, INTERPENETRATION_WEIGHT));
  return terms.filter(({ name }) => !without.some((left) => left === name));
}
