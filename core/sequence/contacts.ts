import { jointIndex } from '../body/joint-sets.js';
import { contact } from '../terms/contact.js';
import type { PlacedMotionTerm } from '../terms/motion-term.js';

/**
 * A foot slower than this rests, metres a second: smoothed over its steps it seems faster than it is. 0.3 leaves 20 of 21 mm
 * of sliding a frame (20 frames a second), 0.6 leaves 4, 0.9 none, but shifts the way by as much.
 */
const RESTING_SPEED = 0.6;
/** A rest is no shorter than this, seconds: a foot that swings back and forth stands still for a moment. */
const SHORTEST_REST = 0.1;
/** A foot may seem to move for this long in between, seconds. */
const LONGEST_BREAK = 0.05;

/** A foot that rests, from one frame to another. */
export interface Rest {
  /** Row of PosedBody.joints. */
  readonly point: number;
  readonly first: number;
  /** The last frame that belongs to it. */
  readonly last: number;
}

/** The ball of a foot rests longest, the ankle turns about it. */
export const RESTING_JOINTS = (['left_ankle', 'right_ankle', 'left_foot', 'right_foot'] as const).map(jointIndex);

/**
 * Where feet rest in a motion that is already smooth: their speed over the frames on both sides stays small for a while.
 *
 * @param joints T of (J+P)×3, metres
 */
export function findRests(joints: readonly Float64Array[], frameRate: number): Rest[] {
  const T = joints.length;
  const rests: Rest[] = [];
  for (const point of RESTING_JOINTS) {
    let first = -1;
    let last = -1;
    const close = (): void => {
      if (first >= 0 && last - first >= Math.max(1, SHORTEST_REST * frameRate)) rests.push({ point, first, last });
      first = -1;
    };
    for (let t = 0; t < T; t++) {
      if (speedAt(joints, t, point, frameRate) < RESTING_SPEED) {
        if (first < 0) first = t;
        last = t;
      } else if (first >= 0 && t - last > LONGEST_BREAK * frameRate) close();
    }
    close();
  }
  return rests;
}

/** Terms that hold each resting point where it is, from frame to frame. */
export const holdRests = (rests: readonly Rest[]): PlacedMotionTerm[] =>
  rests.flatMap(({ point, first, last }) => {
    const term = contact(point);
    return Array.from({ length: last - first }, (_, i) => ({ term, first: first + i }));
  });

/** Central difference, one-sided at the ends. */
function speedAt(joints: readonly Float64Array[], t: number, point: number, frameRate: number): number {
  const before = joints[Math.max(0, t - 1)];
  const after = joints[Math.min(joints.length - 1, t + 1)];
  const frames = Math.min(joints.length - 1, t + 1) - Math.max(0, t - 1);
  const [x, y, z] = [0, 1, 2].map((axis) => after[3 * point + axis] - before[3 * point + axis]);
  return (Math.hypot(x, y, z) * frameRate) / Math.max(1, frames);
}
