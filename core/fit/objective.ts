import type { Capsules } from '../body/capsules.js';
import { JOINT_SETS, jointIndex, SMPL_JOINTS } from '../body/joint-sets.js';
import type { LinearMeasurements } from '../body/measure-jacobian.js';
import type { ParameterLayout, Skeleton } from '../body/skeleton.js';
import { unitDown } from '../camera/gravity.js';
import type { Lifted } from '../fit/lifted.js';
import { atJoints } from '../keypoints/detector-offsets.js';
import { type Landmarks, landmarksInCamera } from '../keypoints/landmarks.js';
import type { Observations } from '../keypoints/observations.js';
import { MIN_PERSON, observe, selectObservations, spread, withPinned } from '../keypoints/observe.js';
import { withoutStrays } from '../keypoints/strays.js';
import { gemanMcClure } from '../solver/loss.js';
import type { Term } from '../solver/term.js';
import { anchor } from '../terms/anchor.js';
import { balance } from '../terms/balance.js';
import { depthOrder, type OrderedBone } from '../terms/depth-order.js';
import { distance } from '../terms/distance.js';
import { hingeOneSided } from '../terms/hinge-one-sided.js';
import { interpenetration } from '../terms/interpenetration.js';
import { checkMeasurements, type KnownMeasurements, measurementTerm } from '../terms/measurement.js';
import { posePrior } from '../terms/pose-prior.js';
import { reprojection } from '../terms/reprojection.js';
import { shapePrior } from '../terms/shape-prior.js';
import type { Camera, Keypoints, Mask, PoseMixture } from '../types.js';
import { DEPTH_NOISE, depthTerm } from './depth.js';
import { type DepthOrder, orderedBones } from './depth-order.js';
import { type FitTerm, HABIT } from './fit-terms.js';
import { type LimbsSeen, limbsSeen } from './unseen-limbs.js';

/** Geman-McClure scale in units of the noise: a keypoint further off than this has lost its pull. */
const OUTLIER_AT = 6;
/** Radian of unnatural bending ↔ standard deviations: 0.2 rad counts as one. */
const HINGE_WEIGHT = 5;
/** The network has seen the same poses as the prior: believed in full, both would count them twice. */
const ANCHORED_PRIOR_WEIGHT = 0.4;
const ANCHOR_WEIGHT = 1.1;
/** The network has seen the landmarks, too, and knows how wrong they can be. Metres. */
const LIFTED_DEPTH_NOISE = 2 * DEPTH_NOISE;
/**
 * SMPLify's own. In the last minimisation alone it takes away nine of ten penetrating pairs of vertices where hands
 * touch the body, and a millimetre of the error; in the stages before it holds limbs on the wrong side.
 */
const INTERPENETRATION_WEIGHT = 1000;
/** A joint that is this many standard deviations from the network's has lost its pull. */
const ANCHOR_LETS_GO_AT = 2.5;
/** The torso, from which the camera stage starts; with fewer of its joints all keypoints serve. */
const TORSO_ROWS = (['left_hip', 'right_hip', 'left_shoulder', 'right_shoulder'] as const).map(jointIndex);
const MIN_TORSO = 3;
/** What a hand with a mouse leaves, as a share of the person's size, and never less than this many pixels. */
const PIN_NOISE_SHARE = 0.01;
const MIN_PIN_NOISE = 0.5;

/** What is known of a person besides the keypoints. Height in metres, weight in kilograms. */
export interface Evidence extends KnownMeasurements {
  /** K×3, metres, hip-centred, camera axes, of the same set as the keypoints. */
  readonly worldLandmarks?: Float64Array;
  /** Keypoints, by their index in the set, that a person has put where they belong: the body goes there. */
  readonly pinned?: readonly number[];
  /** Which limbs go towards the camera and which away from it, as a person says: landmarks are then not asked. */
  readonly depthOrders?: readonly DepthOrder[];
  /** A person says which side each keypoint is on: liftAndFit then exchanges none. */
  readonly sidesKnown?: boolean;
  /** What the lifting network makes of the keypoints: the fit starts there and stays near where they say little. */
  readonly lifted?: Lifted;
  /** Which pixels are the person's: tells girths. Only a first fit looks at it. */
  readonly mask?: Mask;
}

/** What one person's keypoints ask of the body. */
export interface Objective {
  readonly observations: Observations;
  readonly landmarks: Landmarks | null;
  readonly camera: Camera;
  /** Size of the person in the picture: the spread of the keypoints, pixels. */
  readonly size: number;
  /** What a person says of the depth of limbs, the bones nearer to the torso first. */
  readonly bones: readonly OrderedBone[];
  /** Keypoints that the body file does not have. */
  readonly missing: readonly string[];
  /** Keypoints that are nowhere near the others, and not looked at. */
  readonly strays: readonly string[];
  /** Which limbs are seen: asked of a finished fit only. */
  limbs(): LimbsSeen;
  /** Terms that place the torso; noise in pixels. */
  cameraTerms(noise: number): Term[];
  /** All terms but the anchor; noise in pixels, `priorWeight` multiplies the residuals of the pose prior. */
  bodyTerms(noise: number, priorWeight: number): Term[];
  /** All terms, held by the lifted pose; without one the same as bodyTerms(noise, 1). */
  anchoredTerms(noise: number): Term[];
  /**
   * The same for the last minimisation: parts of the body keep out of each other, and height and weight, if known, are
   * linearised at these betas.
   */
  lastTerms(noise: number, betas: ArrayLike<number>): Term[];
}

/** What an objective needs to know of the body. */
export interface ObjectiveBody {
  readonly skeleton: Skeleton;
  readonly layout: ParameterLayout;
  readonly mixture: PoseMixture;
  /** Height and weight as linear functions of the betas, exact at these. */
  measurementsAt(betas: ArrayLike<number>): LinearMeasurements;
  capsules(): Capsules;
  /** Terms that are left out. */
  readonly without?: readonly FitTerm[];
}

/** Turns keypoints and what else is known into terms. */
export function createObjective(given: Keypoints, camera: Camera, evidence: Evidence, body: ObjectiveBody): Objective {
  const { skeleton, layout, mixture, without = [] } = body;
  const { lifted, height, weight } = evidence;
  const kept = (terms: Term[]): Term[] => terms.filter(({ name }) => !without.some((left) => left === name));
  checkMeasurements(evidence);
  const isMeasured = height !== undefined || weight !== undefined;
  const { keypoints, strays } = withoutStrays(given, evidence.pinned);
  const observed = observeEvidence(keypoints, camera, evidence, skeleton);
  const { observations, pinnedRows } = observed;
  const { byHand, seen, dot } = evidenceTerms(observed, camera, lifted !== undefined, body);
  const placed = torsoOf(observations);
  const found = selectObservations(observations, (row) => !pinnedRows.includes(row));
  const bodyTerms = (noise: number, priorWeight: number, betas: ArrayLike<number> = []): Term[] => [
    reprojection(found, camera, noise, gemanMcClure(OUTLIER_AT)),
    ...byHand,
    posePrior(mixture, layout.pose + 3, priorWeight),
    hingeOneSided(layout.pose, HINGE_WEIGHT),
    shapePrior(layout.betas, skeleton.betaCount, 1),
    ...(isMeasured ? [measurementTerm(evidence, body.measurementsAt(betas), layout.betas)] : []),
    ...seen,
  ];
  const anchored = (noise: number, betas?: ArrayLike<number>): Term[] =>
    lifted === undefined || without.includes('anchor')
      ? bodyTerms(noise, 1, betas)
      : [...bodyTerms(noise, ANCHORED_PRIOR_WEIGHT, betas), ...liftedTerms(lifted, layout.pose)];
  return {
    ...observed,
    camera,
    strays: strays.map((k) => JOINT_SETS[given.set][k] ?? ''),
    limbs: () => limbsSeen(keypoints, evidence.pinned ?? []),
    cameraTerms: (noise) => [reprojection(placed, camera, noise, null), ...dot],
    bodyTerms: (noise, priorWeight) => kept(bodyTerms(noise, priorWeight)),
    anchoredTerms: (noise) => kept(anchored(noise)),
    lastTerms: (noise, betas) =>
      kept([
        ...anchored(noise, betas),
        interpenetration(body.capsules(), skeleton.parents, layout, INTERPENETRATION_WEIGHT),
      ]),
  };
}

/** What the keypoints and the rest of the evidence tell, before any term. */
interface Observed extends Pick<Objective, 'observations' | 'landmarks' | 'size' | 'bones' | 'missing'> {
  /** The name of each observation. */
  readonly names: readonly string[];
  /** Rows of PosedBody.joints that a person has placed. */
  readonly pinnedRows: readonly number[];
}

function observeEvidence(
  given: Keypoints,
  camera: Camera,
  { worldLandmarks, pinned = [], depthOrders = [], lifted }: Evidence,
  skeleton: Skeleton,
): Observed {
  const keypoints = withPinned(given, pinned);
  const { observations, names, missing } = observe(atJoints(keypoints, lifted?.offsets ?? null, pinned), skeleton);
  const pinnedNames: (string | null)[] = pinned.map((k) => JOINT_SETS[keypoints.set][k]);
  return {
    observations,
    names,
    missing,
    landmarks: worldLandmarks ? landmarksInCamera(keypoints, worldLandmarks, camera) : null,
    size: spread(observations),
    bones: orderedBones(keypoints.set, depthOrders),
    pinnedRows: names.flatMap((name, k) => (pinnedNames.includes(name) ? [observations.jointOf[k]] : [])),
  };
}

/** The terms that only some evidence asks for: what a person says, and all others; `dot` is that of a tiny person alone. */
function evidenceTerms(
  { observations, names, landmarks, size, bones, pinnedRows }: Observed,
  camera: Camera,
  isLifted: boolean,
  { skeleton, layout }: ObjectiveBody,
) {
  const confidence = new Map(names.map((name, k) => [name, observations.confidence[k]]));
  for (const { below } of bones) confidence.delete(SMPL_JOINTS[below]); // of these, a person knows better than landmarks
  const depthNoise = isLifted ? LIFTED_DEPTH_NOISE : DEPTH_NOISE;
  const depth = landmarks ? [depthTerm(landmarks, confidence, skeleton, depthNoise)] : [];
  const orders = bones.length > 0 ? [depthOrder(bones)] : [];
  const standing = camera.down ? [balance(unitDown('fit', camera.down))] : [];
  const dot = size < MIN_PERSON ? [distance(layout.translation + 2, camera)] : [];
  const byHand = [...pinTerms(observations, pinnedRows, camera, size), ...orders];
  return { byHand, seen: [...depth, ...standing, ...dot], dot };
}

/** The torso, or all where too little of it is seen. */
function torsoOf(observations: Observations): Observations {
  const torso = selectObservations(observations, (row) => TORSO_ROWS.includes(row));
  return torso.jointOf.length >= MIN_TORSO ? torso : observations;
}

/** What the network says of the pose and, apart from it, what is only assumed. */
function liftedTerms({ pose, sigma, assumed = [] }: Lifted, firstPose: number): Term[] {
  const belief = (own: Float64Array): Term =>
    anchor({ pose, sigma: own }, firstPose, ANCHOR_WEIGHT, gemanMcClure(ANCHOR_LETS_GO_AT));
  if (assumed.length === 0) return [belief(sigma)];
  const only = (isAssumed: boolean): Float64Array =>
    sigma.map((own, i) => (assumed.includes(Math.floor(i / 3)) === isAssumed ? own : Number.POSITIVE_INFINITY));
  return [belief(only(false)), { ...anchor({ pose, sigma: only(true) }, firstPose, 1, null), name: HABIT }];
}

/** What the hand has placed is met to a hand's precision, however sure the detector was, without a loss that would let go. */
function pinTerms(observations: Observations, pinnedRows: readonly number[], camera: Camera, size: number): Term[] {
  if (pinnedRows.length === 0) return [];
  const placed = selectObservations(observations, (row) => pinnedRows.includes(row));
  const pins = { ...placed, confidence: placed.confidence.map(() => 1) };
  const noise = Math.max(MIN_PIN_NOISE, PIN_NOISE_SHARE * size);
  return [{ ...reprojection(pins, camera, noise, null), name: 'pins' }];
}
