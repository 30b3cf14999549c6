import { expectType, FitError } from '../error.js';

/** Camera frame. */
export type Direction = readonly [x: number, y: number, z: number];

/** Beyond this a camera looks at the floor or the ceiling, and nobody stands in its picture. Degrees. */
export const STEEPEST = 80;

/**
 * Which way things fall before a camera that looks down by some degrees (negative: up) and is level from side to side:
 * (0, cos, sin), camera frame.
 *
 * @throws FitError usage for an angle at which nobody is seen standing
 */
export function downOfPitch(degrees: number): Direction {
  expectType('pitch', degrees, 'number');
  if (!(Math.abs(degrees) <= STEEPEST)) {
    const what = `a camera does not look down by ${degrees} degrees at people who stand.`;
    throw new FitError('usage', 'pitch', what, `Give degrees, ${STEEPEST} at most; negative when it looks up.`);
  }
  const pitch = (degrees * Math.PI) / 180;
  return [0, Math.cos(pitch), Math.sin(pitch)];
}

/** Degrees by which a camera looks down, of the way things fall. */
export const pitchOf = ([x, y, z]: Direction): number => (Math.atan2(z, Math.hypot(x, y)) * 180) / Math.PI;

/** A direction of whatever length, as files and callers give it; null for what is none. */
export function directionOf(value: unknown): Direction | null {
  if (!Array.isArray(value) || value.length !== 3 || !value.every((one) => typeof one === 'number')) return null;
  const length = Math.hypot(...value);
  return length > 0 && Number.isFinite(length) ? [value[0], value[1], value[2]] : null;
}

/**
 * The way things fall, of length one.
 *
 * @throws FitError bad-input for a vector without a direction
 */
export function unitDown(where: string, down: Direction): Direction {
  if (directionOf(down) === null) {
    const what = `the camera's down is [${down}], which is not a direction.`;
    throw new FitError('bad-input', where, what, 'Give three numbers in the camera frame: [0, 1, 0] is level.');
  }
  const length = Math.hypot(...down);
  const [x, y, z] = down;
  return [x / length, y / length, z / length];
}

/** How a camera is tilted, in words. */
export function tiltInWords(down: Direction): string {
  const degrees = Math.round(pitchOf(down));
  if (degrees === 0) return 'level';
  return `looking ${degrees > 0 ? 'down' : 'up'} by ${Math.abs(degrees)} ${Math.abs(degrees) === 1 ? 'degree' : 'degrees'}`;
}
