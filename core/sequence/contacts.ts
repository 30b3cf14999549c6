import { jointIndex } from '../body/joint-sets.js';
import { contact } from '../terms/contact.js';
import type { PlacedMotionTerm } from '../terms/motion-term.js';

/**
 * A foot slower than this may rest, metres a second: smoothed over its steps it seems faster than it is. 0.3 leaves 20 of
 * 21 mm of sliding a frame (20 frames a second), 0.6 leaves 4, 0.9 none, but shifts the way by as much.
 */
const RESTING_SPEED = 0.6;
/** A rest is no shorter than this, seconds: a foot that swings back and forth stands still for a moment. */
const SHORTEST_REST = 0.1;
/** A foot may seem to move for this long in between, seconds. */
const LONGEST_BREAK = 0.05;
/**
 * A foot that is slow may be on its way: a leg that is raised, skates, slow motion. Whatever rests has gone nowhere in half
 * the time that it is slow, which is taken as half a second at least, a step's rest, and a second at most.
 */
const SHORTEST_WINDOW = 0.5;
const LONGEST_WINDOW = 1;
/**
 * How far a foot that rests may seem to go, metres, for each unit of the keypoints' noise as a share of the person's size:
 * 6 cm at the least noise, 10 at that of the benchmark. 1.8 takes a walk's rests for ways: 5.9 cm/s of sliding are left
 * of 19.8, where 2.5 leaves 1.6.
 */
const FARTHEST = 2.5;
/** In depth, of which a picture tells less. */
const FARTHEST_IN_DEPTH = 3 * FARTHEST;

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
 * Where feet rest in a motion that is already smooth: their speed over the frames on both sides stays small for a while,
 * and they go nowhere.
 *
 * @param joints T of (J+P)×3, metres, camera frame
 * @param noise of the keypoints, as a share of the person's size
 */
export const findRests = (joints: readonly Float64Array[], frameRate: number, noise: number): Rest[] =>
  findSlow(joints, frameRate).flatMap((slow) => whereStaying(joints, slow, frameRate, noise));

function findSlow(joints: readonly Float64Array[], frameRate: number): Rest[] {
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

/** The parts of a slow stretch that windows cover in which the point goes nowhere. */
function whereStaying(joints: readonly Float64Array[], slow: Rest, frameRate: number, noise: number): Rest[] {
  const { point, first, last } = slow;
  const half = (last - first) / frameRate / 2;
  const window = Math.min(LONGEST_WINDOW, Math.max(SHORTEST_WINDOW, half));
  const length = Math.min(last - first, Math.max(1, Math.round(window * frameRate)));
  const parts: { point: number; first: number; last: number }[] = [];
  for (let t = first; t + length <= last; t++) {
    if (!isStaying(joints, point, t, t + length, noise)) continue;
    const part = parts.at(-1);
    if (part !== undefined && t <= part.last) part.last = t + length;
    else parts.push({ point, first: t, last: t + length });
  }
  return parts;
}

/** Whether a point stays within a box as large as the noise: across the line of sight, in metres at its mean distance. */
function isStaying(
  joints: readonly Float64Array[],
  point: number,
  first: number,
  last: number,
  noise: number,
): boolean {
  const low = new Array<number>(3).fill(Number.POSITIVE_INFINITY);
  const high = new Array<number>(3).fill(Number.NEGATIVE_INFINITY);
  for (let t = first; t <= last; t++) {
    const [X, Y, Z] = joints[t].subarray(3 * point, 3 * point + 3);
    [X / Z, Y / Z, Z].forEach((value, axis) => {
      low[axis] = Math.min(low[axis], value);
      high[axis] = Math.max(high[axis], value);
    });
  }
  const distance = (low[2] + high[2]) / 2;
  const across = distance * Math.hypot(high[0] - low[0], high[1] - low[1]);
  return across <= FARTHEST * noise && high[2] - low[2] <= FARTHEST_IN_DEPTH * noise;
}

/** Central difference, one-sided at the ends. */
function speedAt(joints: readonly Float64Array[], t: number, point: number, frameRate: number): number {
  const before = joints[Math.max(0, t - 1)];
  const after = joints[Math.min(joints.length - 1, t + 1)];
  const frames = Math.min(joints.length - 1, t + 1) - Math.max(0, t - 1);
  const [x, y, z] = [0, 1, 2].map((axis) => after[3 * point + axis] - before[3 * point + axis]);
  return (Math.hypot(x, y, z) * frameRate) / Math.max(1, frames);
}
