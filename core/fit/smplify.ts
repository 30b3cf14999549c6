import { type Capsules, fitCapsules } from '../body/capsules.js';
import { SMPL_JOINTS } from '../body/joint-sets.js';
import { createKinematics, type Kinematics } from '../body/kinematics.js';
import { axisAngleFromRotation, multiplyRotations, rotationFromAxisAngle } from '../body/rotation.js';
import { type ParameterLayout, skeletonOf } from '../body/skeleton.js';
import { initialTranslation } from '../keypoints/initial-translation.js';
import type { Observations } from '../keypoints/observations.js';
import { spread } from '../keypoints/observe.js';
import { createMinimizer, type Minimum } from '../solver/minimize.js';
import type { Term } from '../solver/term.js';
import type { BodyModel, Camera, PosePrior } from '../types.js';
import { type Candidate, startPoses } from './candidate.js';
import { checkKeypoints, checkSize } from './check-input.js';
import type { Fitter } from './fitter.js';
import { reportFit } from './report.js';
import {
  observeLsp,
  SMPLIFY_STAGES,
  type SmplifyProblem,
  type SmplifyTerm,
  smplifyBodyTerms,
  smplifyCameraTerms,
} from './smplify-terms.js';
import type { Start } from './starts.js';
import { limbsSeen } from './unseen-limbs.js';
import { wrapRotations } from './wrap-rotations.js';

/** Pixels, whatever the photo's own focal length. */
const FOCAL_LENGTH = 5000;
/** Shoulders closer together than this may be seen from either side. Pixels. */
const SIDEWAYS = 25;
const LIMITS = { maxIterations: 100, costTolerance: 1e-4 };
/** Facing the camera, y down: a half turn about x. */
const UPRIGHT: Start = { name: 'upright', orientation: [Math.PI, 0, 0] };

export interface SmplifyOptions {
  /** Terms to switch off. */
  readonly without?: readonly SmplifyTerm[];
  /** The body's capsules, when they are at hand; else they are fitted. */
  readonly capsules?: Capsules;
}

/**
 * SMPLify to the letter (Bogo et al., "Keep it SMPL", ECCV 2016), for comparisons; createFitter measures better.
 *
 * Of the camera only the size of the image is used: the method assumes 5,000 pixels of focal length and the principal
 * point in the middle, and returns that camera. Evidence other than keypoints is ignored.
 */
export function createSmplify(
  model: BodyModel,
  prior: PosePrior,
  { without = [], capsules }: SmplifyOptions = {},
): Pick<Fitter, 'skeleton' | 'fit'> {
  const skeleton = skeletonOf(model);
  const kinematics = createKinematics(skeleton);
  const minimize = createMinimizer(kinematics);
  const { layout } = kinematics;
  const [meanPose] = startPoses(prior.mixture);
  const scale = new Float64Array(layout.count).fill(1);
  const cameraFree = Uint16Array.from({ length: layout.pose + 3 }, (_, n) => n);
  const bodyFree = Uint16Array.from({ length: layout.count - layout.pose }, (_, n) => layout.pose + n);
  const minimizeBody = (terms: readonly Term[], params: Float64Array): Minimum =>
    minimize(terms, params, { free: bodyFree, scale, ...LIMITS });
  const parts = without.includes('interpenetration') ? null : (capsules ?? fitCapsules(model, skeleton));

  return {
    skeleton,
    fit(keypoints, picture) {
      checkKeypoints('smplify', keypoints);
      checkSize('smplify', picture);
      const { width, height } = picture;
      const camera = { focalLength: FOCAL_LENGTH, principalPoint: [width / 2, height / 2] as const, width, height };
      const { all, torso, body, missing } = observeLsp(keypoints, skeleton);
      const params = new Float64Array(layout.count);
      params.set(UPRIGHT.orientation, layout.pose);
      params.set(meanPose, layout.pose + 3);
      const depth = place(params, torso.jointOf.length > 0 ? torso : all, camera, kinematics);
      const cameraTerms = smplifyCameraTerms(torso, camera, layout, depth);
      let { iterations } = minimize(cameraTerms, params, { free: cameraFree, scale, ...LIMITS });

      const problem = {
        observations: body,
        camera,
        layout,
        skeleton,
        mixture: prior.mixture,
        capsules: parts,
        without,
      };
      const candidates = [candidateFrom(UPRIGHT, params)];
      if (isSideways(torso)) candidates.push(candidateFrom({ ...UPRIGHT, name: 'turned' }, turned(params, layout)));
      for (const candidate of candidates) iterations += solve(candidate, problem, minimizeBody);
      const [best] = candidates.sort((a, b) => a.cost - b.cost);
      wrapRotations(best.params, layout);
      const size = spread(all);
      const limbs = limbsSeen(keypoints);
      return reportFit({ best, kinematics, observations: all, missing, camera, iterations, size, limbs });
    },
  };
}

/**
 * The four stages, in place; the candidate's cost becomes that of the data, by which SMPLify chooses.
 *
 * @param minimize moves the pose and shape of the parameters
 * @returns the iterations that took
 */
function solve(
  candidate: Candidate,
  problem: SmplifyProblem,
  minimize: (terms: readonly Term[], params: Float64Array) => Minimum,
): number {
  let iterations = 0;
  for (const stage of SMPLIFY_STAGES) {
    candidate.minimum = minimize(smplifyBodyTerms(problem, stage), candidate.params);
    iterations += candidate.minimum.iterations;
  }
  const cost = candidate.minimum?.costByTerm.joints ?? candidate.minimum?.cost ?? Number.NaN;
  candidate.cost = Number.isFinite(cost) ? cost : Number.POSITIVE_INFINITY;
  return iterations;
}

/**
 * Depth by similar triangles, f · L3D / L2D with L the mean of the shoulder-hip lengths of both sides; written to the
 * translation in place. Without them it is that of all keypoints.
 */
function place(params: Float64Array, observations: Observations, camera: Camera, kinematics: Kinematics): number {
  const { translation } = kinematics.layout;
  const { joints } = kinematics.pose(params, false);
  const { jointOf, xy } = observations;
  let metres = 0;
  let pixels = 0;
  for (const side of ['left', 'right'] as const) {
    const [hip, shoulder] = [SMPL_JOINTS.indexOf(`${side}_hip`), SMPL_JOINTS.indexOf(`${side}_shoulder`)];
    const [a, b] = [jointOf.indexOf(hip), jointOf.indexOf(shoulder)];
    if (a < 0 || b < 0) continue;
    metres += Math.hypot(...[0, 1, 2].map((axis) => joints[3 * shoulder + axis] - joints[3 * hip + axis]));
    pixels += Math.hypot(xy[2 * b] - xy[2 * a], xy[2 * b + 1] - xy[2 * a + 1]);
  }
  if (pixels > 0) params[translation + 2] = (camera.focalLength * metres) / pixels;
  else initialTranslation(joints, observations, camera, params.subarray(translation, translation + 3));
  return params[translation + 2];
}

/** The same body turned by π about its own y axis. */
export function turned(params: Float64Array, { pose }: ParameterLayout): Float64Array {
  const out = params.slice();
  const orientation = new Float64Array(9);
  const half = new Float64Array(9);
  const both = new Float64Array(9);
  rotationFromAxisAngle(params[pose], params[pose + 1], params[pose + 2], orientation);
  rotationFromAxisAngle(0, Math.PI, 0, half);
  multiplyRotations(orientation, 0, half, 0, both, 0);
  out.set(axisAngleFromRotation(both), pose);
  return out;
}

const candidateFrom = (start: Start, params: Float64Array): Candidate => ({
  start,
  params,
  cost: Number.POSITIVE_INFINITY,
  minimum: null,
});

function isSideways({ jointOf, xy }: Observations): boolean {
  const [a, b] = ['left_shoulder' as const, 'right_shoulder' as const].map((name) =>
    jointOf.indexOf(SMPL_JOINTS.indexOf(name)),
  );
  return a >= 0 && b >= 0 && Math.hypot(xy[2 * b] - xy[2 * a], xy[2 * b + 1] - xy[2 * a + 1]) < SIDEWAYS;
}
