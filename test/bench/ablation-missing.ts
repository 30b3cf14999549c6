import type { Network } from '../../core/detect/runtime.js';
import { HINGES } from '../../core/terms/hinges.js';
import type { JointLimits, PosePrior } from '../../core/types.js';
import { mean, median, table } from './statistics.js';
import { runSynthetic, SCORED_JOINTS, type Score } from './synthetic.js';

/** What is out of the picture or behind something. */
const MISSING: Readonly<Record<string, (name: string) => boolean>> = {
  'nothing missing': () => false,
  'knees and ankles': (name) => /knee|ankle/.test(name),
  'all below the chest': (name) => /hip|knee|ankle/.test(name),
  'the left side': (name) => name.startsWith('left_'),
  'the right arm': (name) => /right_(elbow|wrist)/.test(name),
};

/** A knee or an elbow bent further backwards than this is impossible. Degrees. */
const BACKWARDS = 10;
/** What counts as beyond the limits: many coordinates hardly move in motion capture, and nobody sees a degree. */
const CLEARLY = 5;
const DEGREES = 180 / Math.PI;

/**
 * Mean distance of some joints after their middles are laid upon each other, metres. Not at the hips: those may be what
 * is missing.
 */
function distanceOf({ truth, found }: Score, isScored: (name: string) => boolean): number {
  const rows = SCORED_JOINTS.flatMap((name, row) => (isScored(name) ? [row] : []));
  const offsets = rows.map((row) => [0, 1, 2].map((axis) => found[3 * row + axis] - truth[3 * row + axis]));
  const middle = [0, 1, 2].map((axis) => mean(offsets.map((offset) => offset[axis])));
  return mean(offsets.map((offset) => Math.hypot(...offset.map((value, axis) => value - middle[axis]))));
}

/** How far beyond the percentiles of motion capture a pose goes: share of its numbers clearly so, the furthest, degrees. */
export function beyondLimits(pose: Float64Array, { lower, upper }: JointLimits): { share: number; furthest: number } {
  const beyond = Array.from(lower, (low, i) => DEGREES * Math.max(0, low - pose[3 + i], pose[3 + i] - upper[i]));
  return { share: beyond.filter((angle) => angle > CLEARLY).length / beyond.length, furthest: Math.max(...beyond) };
}

/** The furthest that an elbow or a knee is bent the wrong way, degrees. */
export const bentBackwards = (pose: Float64Array): number =>
  DEGREES * Math.max(0, ...HINGES.map(({ coordinate, unnatural }) => unnatural * pose[coordinate]));

/** Fits with keypoints missing: what that does to those that are seen, and whether the rest is a human pose. */
export async function printMissing(directory: string, prior: PosePrior, lifter: Network): Promise<void> {
  const whole = await runSynthetic(directory, prior, '2', { lifter });
  const rows = [
    [
      'missing',
      'seen joints mm',
      'the same, all seen',
      'missing joints mm',
      `beyond limits by ${CLEARLY}°`,
      'furthest °, 95 %',
      `bent backwards > ${BACKWARDS}°`,
    ],
  ];
  for (const [name, isHidden] of Object.entries(MISSING)) {
    const scores = await runSynthetic(directory, prior, '2', { lifter, isHidden });
    const isSeen = (joint: string): boolean => !isHidden(joint);
    const pair = (all: readonly Score[], of: (joint: string) => boolean): string => {
      const distances = all.map((score) => 1000 * distanceOf(score, of));
      return `${median(distances).toFixed(1)} / ${mean(distances).toFixed(1)}`;
    };
    const limits = scores.map(({ pose }) => beyondLimits(pose, prior.limits));
    const furthest = limits.map((one) => one.furthest).sort((a, b) => a - b);
    rows.push([
      name,
      pair(scores, isSeen),
      pair(whole, isSeen),
      SCORED_JOINTS.some(isHidden) ? missingError(scores, isHidden) : '',
      `${(100 * mean(limits.map(({ share }) => share))).toFixed(1)} %`,
      furthest[Math.floor(0.95 * furthest.length)].toFixed(0),
      String(scores.filter(({ pose }) => bentBackwards(pose) > BACKWARDS).length),
    ]);
  }
  console.log(`\n## Missing keypoints: synthetic, COCO-17, 2 px, ${whole.length} cases; median / mean\n`);
  console.log(table(rows));
}

/** Relative to the hips, as MPJPE is. */
function missingError(scores: readonly Score[], isHidden: (name: string) => boolean): string {
  const errors = scores.map(({ truth, found }) => {
    const own = SCORED_JOINTS.flatMap((name, row) =>
      isHidden(name) ? [Math.hypot(...[0, 1, 2].map((axis) => found[3 * row + axis] - truth[3 * row + axis]))] : [],
    );
    return 1000 * mean(own);
  });
  return `${median(errors).toFixed(1)} / ${mean(errors).toFixed(1)}`;
}
