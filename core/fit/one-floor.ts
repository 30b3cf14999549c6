import type { Skeleton } from '../body/skeleton.js';
import { type Direction, unitDown } from '../camera/gravity.js';
import type { Detection, Fit } from '../types.js';
import { isSeated } from './camera-of-people.js';
import { showsPerspective } from './focal-length.js';
import { namedJoints } from './joints3d.js';

/** Soles further apart in height than this are on several floors: steps, or a camera that is tilted. Metres. */
const SAME_FLOOR = 0.2;
/** A degree of tilt, or a person taken for 2 % too tall, sets somebody so much higher for each metre away. */
const RISE = 0.02;
/** A camera of which nobody says how it is tilted is level. */
const LEVEL: Direction = [0, 1, 0];

export const SEVERAL_FLOORS = `those who stand are not on one floor: their soles differ by more than ${SAME_FLOOR} m in height`;

/** Whether those who stand in full view do so on floors that differ in height. */
export function areOnSeveralFloors(
  people: readonly { readonly detection: Pick<Detection, 'keypoints'>; readonly fit: Fit }[],
  skeletonOfBody: () => Skeleton,
  down: Direction = LEVEL,
): boolean {
  const whole = people.filter(({ detection }) => showsPerspective(detection.keypoints));
  const standing = whole.length < 2 ? [] : whole.filter(({ fit }) => !isSeated(fit));
  if (standing.length < 2) return false;
  const skeleton = skeletonOfBody();
  const fall = unitDown('fit', down);
  const lowest = standing.map(({ fit }) =>
    Math.max(
      ...Object.values(namedJoints(skeleton, fit)).map((at) => at[0] * fall[0] + at[1] * fall[1] + at[2] * fall[2]),
    ),
  );
  const farthest = Math.max(...standing.map(({ fit }) => fit.translation[2]));
  return Math.max(...lowest) - Math.min(...lowest) > SAME_FLOOR + RISE * farthest;
}
