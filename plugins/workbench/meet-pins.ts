import { createKinematics } from '../../core/body/kinematics.js';
import { parametersOf, type Skeleton } from '../../core/body/skeleton.js';
import { atJointsOf } from '../../core/fit/at-joints-of.js';
import { meanReprojectionError } from '../../core/fit/reprojection-errors.js';
import { observe, withPinned } from '../../core/keypoints/observe.js';
import { createMinimizer } from '../../core/solver/minimize.js';
import type { Term } from '../../core/solver/term.js';
import { hingeOneSided } from '../../core/terms/hinge-one-sided.js';
import { reprojection } from '../../core/terms/reprojection.js';
import type { Fit, Keypoints } from '../../core/types.js';

/** Pixels: a pinned joint lies so close to its keypoint. */
const PIN_NOISE = 0.5;
/** Radians: how far a joint turns for it. The ratio of the two says that pins win wherever limbs reach. */
const TURN = 0.3;
/** As in fits: 0.2 rad of unnatural bending count as one. */
const HINGE_WEIGHT = 5;
const LIMITS = { maxIterations: 12, costTolerance: 1e-3 };

/** Brings the pinned joints of a fit under their keypoints. */
export type MeetPins = (fit: Fit, keypoints: Keypoints, pinned: readonly number[]) => Fit;

/**
 * A fit weighs a keypoint against all others and the priors; a joint that a hand holds must be where the hand is. From
 * the fit θ⁰ the body turns its joints as little as need be, with shape, place and orientation kept:
 *
 *   E(θ) = Σ_pinned |Π(joint) − keypoint|² / PIN_NOISE² + Σ_n (θ_n − θ⁰_n)² / TURN² + hinge prior
 *
 * Fits with the pins as one more keypoint of high confidence did not do: the robust loss takes them for outliers.
 */
export function createMeetPins(skeleton: Skeleton): MeetPins {
  const kinematics = createKinematics(skeleton);
  const minimize = createMinimizer(kinematics);
  const { layout } = kinematics;
  const turning = Uint16Array.from({ length: layout.betas - layout.pose - 3 }, (_, i) => layout.pose + 3 + i);
  const scale = new Float64Array(layout.count).fill(1);

  return (fit, keypoints, pinned) => {
    const held = keypoints.confidence.map((_, k) => (pinned.includes(k) ? 1 : 0));
    const { observations } = observe({ ...keypoints, confidence: held }, skeleton);
    if (observations.jointOf.length === 0) return fit;
    const params = parametersOf(fit);
    const terms = [
      reprojection(observations, fit.camera, PIN_NOISE, null),
      nearness(turning, params.slice()),
      hingeOneSided(layout.pose, HINGE_WEIGHT),
    ];
    minimize(terms, params, { free: turning, scale, ...LIMITS });
    return {
      ...fit,
      pose: params.slice(layout.pose, layout.betas),
      reprojectionError: errorAt(params, fit, keypoints, pinned),
    };
  };

  /** As fits report it. */
  function errorAt(params: Float64Array, fit: Fit, given: Keypoints, pinned: readonly number[]): number {
    const posed = kinematics.pose(params, false);
    const keypoints = atJointsOf(fit, withPinned(given, pinned), posed, skeleton, pinned);
    const { observations } = observe(keypoints, skeleton);
    return meanReprojectionError(posed.joints, observations, fit.camera);
  }
}

/** r_n = (θ_n − θ⁰_n) / TURN for the parameters that turn. */
function nearness(turning: Uint16Array, origin: Float64Array): Term {
  return {
    name: 'nearness',
    rows: turning.length,
    loss: null,
    weights: new Float64Array(turning.length).fill(1),
    points: new Uint16Array(0),
    evaluate({ params }, residual, jacobian) {
      jacobian?.fill(0);
      turning.forEach((n, row) => {
        residual[row] = (params[n] - origin[n]) / TURN;
        if (jacobian !== null) jacobian[row * params.length + n] = 1 / TURN;
      });
      return residual.every(Number.isFinite);
    },
  };
}
