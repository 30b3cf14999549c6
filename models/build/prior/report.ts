import { createHash } from 'node:crypto';
import { SMPL_JOINTS } from '../../../core/body/joint-sets.js';
import type { JointLimits, PoseMixture } from '../../../core/types.js';
import { seededRandom } from '../random.js';
import type { BuiltPrior } from './build-prior.js';
import { coordinate } from './floors.js';
import { leastEnergy } from './gaussians.js';
import { BODY_DIMENSION } from './mirror.js';
import { negativeLogLikelihoods } from './mixture.js';
import { bodyPoses, type FrameOf } from './sample.js';
import { HINGES, implausibleTrials, mean, seatedTrials } from './trials.js';
import { PERSON_SPREAD } from './widen.js';

const NOISE_SEED = 1;
const RADIAN = 180 / Math.PI;
/**
 * What the prototype reached, fitted with scikit-learn to 60 frames a second: held-out mean −log p, nats, by component
 * count. Its figures for 4 and 16 are known only without the floor on collars, hence not comparable, and left out.
 */
const PROTOTYPE: ReadonlyMap<number, number> = new Map([
  [1, -35.1],
  [8, -47.2],
]);

/** The text of REPORT.md. */
export function report(built: BuiltPrior, file: Uint8Array): string {
  const poses = bodyPoses(built.heldOut);
  const plain = built.capturedOnly.find(({ mixture }) => mixture.componentCount === built.prior.mixture.componentCount);
  return [
    '# The pose prior: what it was made from and how good it is',
    `Written by \`npm run models:prior\`. pose_prior.npz: ${file.length} bytes, SHA-256 \`${sha256(file)}\`.`,
    '## Data',
    data(built),
    '## Likelihood of people the fit has not seen',
    'Mean of −log p over the kept frames of the held-out subjects, nats; 69 dimensions, less is better.',
    likelihoods(built, poses),
    '## By held-out subject',
    bySubject(built.prior.mixture, built.heldOut, poses),
    '## Poses that must be less likely',
    'The shipped mixture, mean of −log p, nats.',
    table(['poses', '−log p'], implausibleTrials(built.prior.mixture, poses, seededRandom(NOISE_SEED))),
    '## Sitting',
    'Energy ½‖U(θ − μ)‖² + penalty of the nearest component, nats; without and with the seated poses in the fit.',
    plain ? sitting(plain.mixture, built.prior.mixture) : '',
    '## Hinges',
    'Frames in which an elbow or knee is bent against its natural sign, of all kept frames.',
    hinges([...built.train, ...built.heldOut]),
    '## Joint limits',
    '1st and 99th percentile of the axis-angle coordinates in degrees; the right side mirrors the left (y and z negated).',
    limitTable(built.prior.limits),
    '',
  ].join('\n\n');
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

function data({ clips, counts, train, heldOut }: BuiltPrior): string {
  const subjects = [...new Set(clips.map((clip) => clip.subject))].sort();
  const held = [...new Set(clips.filter((clip) => clip.heldOut).map((clip) => clip.subject))].sort();
  return [
    `- ${clips.length} clips, ${counts.frames} frames of ${subjects.length} subjects: ${subjects.join(', ')}`,
    `- held out: ${held.join(', ')}`,
    `- dropped: ${counts.calibration} calibration poses, ${counts.glitches} around jumps, ${counts.impossible} impossible`,
    `- ${counts.thinned} left after thinning in time, ${counts.capped} after capping clusters: ` +
      `${train.length} to fit, ${heldOut.length} held out; each also counts mirrored`,
  ].join('\n');
}

function likelihoods({ capturedOnly, fitted, prior }: BuiltPrior, poses: Float64Array): string {
  const score = (mixture: PoseMixture): string => mean(negativeLogLikelihoods(mixture, poses)).toFixed(2);
  const rows = capturedOnly.map(({ mixture, negativeLogLikelihood }) => [
    `${mixture.componentCount}`,
    negativeLogLikelihood.toFixed(2),
    score(mixture),
    PROTOTYPE.get(mixture.componentCount)?.toFixed(1) ?? '',
  ]);
  const { mixture, negativeLogLikelihood } = fitted;
  rows.push([`${mixture.componentCount}, with seated poses`, negativeLogLikelihood.toFixed(2), score(mixture), '']);
  rows.push([`the same, widened by ${PERSON_SPREAD} rad²: shipped`, '', score(prior.mixture), '']);
  return table(['components', 'fitted poses', 'held out', 'prototype, held out'], rows);
}

function bySubject(mixture: PoseMixture, frames: readonly FrameOf[], poses: Float64Array): string {
  const scores = negativeLogLikelihoods(mixture, poses);
  const groups = new Map<string, number[]>();
  frames.forEach(({ clip }, n) => {
    groups.set(clip.subject, [...(groups.get(clip.subject) ?? []), scores[n]]);
  });
  const rows = [...groups].map(([subject, values]) => [subject, `${values.length}`, mean(values).toFixed(2)]);
  return table(['subject', 'frames', '−log p'], rows);
}

function sitting(without: PoseMixture, shipped: PoseMixture): string {
  const rows = seatedTrials(heaviestMean(shipped)).map(({ name, pose }) => [
    name,
    leastEnergy(without, pose).toFixed(1),
    leastEnergy(shipped, pose).toFixed(1),
  ]);
  return table(['pose', 'without', 'shipped'], rows);
}

/** The mean of the component that weighs most: somebody standing. */
function heaviestMean({ weights, means }: PoseMixture): Float64Array {
  const m = weights.indexOf(Math.max(...weights));
  return means.slice(m * BODY_DIMENSION, (m + 1) * BODY_DIMENSION);
}

function hinges(frames: readonly FrameOf[]): string {
  const poses = bodyPoses(frames);
  const rows = HINGES.map(({ joint, axis, sign }) => {
    let against = 0;
    let worst = 0;
    for (let i = coordinate(joint, axis); i < poses.length; i += BODY_DIMENSION) {
      const bend = -sign * poses[i];
      if (bend > 0) against++;
      worst = Math.max(worst, bend);
    }
    return [
      joint,
      `${'xyz'[axis]} ${sign > 0 ? '+' : '−'}`,
      `${((100 * against) / frames.length).toFixed(3)} %`,
      worst.toFixed(3),
    ];
  });
  return table(['joint', 'natural sign', 'against it', 'at most, rad'], rows);
}

function limitTable({ lower, upper }: JointLimits): string {
  const rows = SMPL_JOINTS.slice(1)
    .filter((name) => !name.startsWith('right_'))
    .map((name) => [
      name,
      ...[0, 1, 2].map((axis) => {
        const i = coordinate(name, axis);
        return `${(lower[i] * RADIAN).toFixed(0)} to ${(upper[i] * RADIAN).toFixed(0)}`;
      }),
    ]);
  return table(['joint', 'x', 'y', 'z'], rows);
}

function table(header: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]): string =>
    `| ${cells.map((cell) => (typeof cell === 'number' ? cell.toFixed(2) : cell)).join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}
