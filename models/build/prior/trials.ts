import type { SmplJoint } from '../../../core/body/joint-sets.js';
import type { PoseMixture } from '../../../core/types.js';
import type { Random } from '../random.js';
import { coordinate } from './floors.js';
import { BODY_DIMENSION } from './mirror.js';
import { negativeLogLikelihoods } from './mixture.js';

/** Noise that no capture has, radians. */
const NOISE = 0.3;
/** Chair and low seat: flexion of both hips and both knees, radians. */
const SEATS = [
  { name: 'chair', hip: -1.57, knee: 1.57 },
  { name: 'low seat or crouch', hip: -2, knee: 2.2 },
];

/** SMPLify's hinges: an elbow or knee bends one way only. `sign` is that of the natural bend. */
export const HINGES: readonly { readonly joint: SmplJoint; readonly axis: number; readonly sign: number }[] = [
  { joint: 'left_elbow', axis: 1, sign: -1 },
  { joint: 'right_elbow', axis: 1, sign: 1 },
  { joint: 'left_knee', axis: 0, sign: 1 },
  { joint: 'right_knee', axis: 0, sign: 1 },
];

export const mean = (values: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
};

/** Mean −log p of real poses (N×69) and of what must be less likely, made from them. Nats. */
export function implausibleTrials(mixture: PoseMixture, poses: Float64Array, random: Random): [string, number][] {
  const score = (values: Float64Array): number => mean(negativeLogLikelihoods(mixture, values));
  const noisy = poses.map((value, i) => (isHand(i % BODY_DIMENSION) ? value : value + NOISE * random.normal()));
  return [
    ['held-out poses', score(poses)],
    ['elbows bent the wrong way', score(reversed(poses, HINGES.slice(0, 2)))],
    ['knees bent the wrong way', score(reversed(poses, HINGES.slice(2)))],
    [`${NOISE} rad of noise on every coordinate`, score(noisy)],
    ['T-pose', score(new Float64Array(BODY_DIMENSION))],
  ];
}

const isHand = (i: number): boolean => i >= coordinate('left_hand', 0);

function reversed(poses: Float64Array, hinges: typeof HINGES): Float64Array {
  const out = poses.slice();
  for (const { joint, axis } of hinges) {
    for (let i = coordinate(joint, axis); i < out.length; i += BODY_DIMENSION) out[i] *= -1;
  }
  return out;
}

/** Seated poses with straight legs apart from hips and knees: on the T-pose and on a given body pose (69). */
export function seatedTrials(standing: Float64Array): { name: string; pose: Float64Array }[] {
  return SEATS.flatMap(({ name, hip, knee }) => [
    { name: `${name}, arms as in standing`, pose: seated(standing, hip, knee) },
    { name: `${name}, T-pose arms`, pose: seated(new Float64Array(BODY_DIMENSION), hip, knee) },
  ]);
}

function seated(base: Float64Array, hip: number, knee: number): Float64Array {
  const pose = base.slice();
  for (const side of ['left', 'right'] as const) {
    pose.set([hip, 0, 0], coordinate(`${side}_hip`, 0));
    pose.set([knee, 0, 0], coordinate(`${side}_knee`, 0));
  }
  return pose;
}
