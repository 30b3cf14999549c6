import { FitError } from '../../core/error.js';

/** What files and options may say, frames a second: rates are told to a thousandth. */
const [SLOWEST, FASTEST] = [0.001, 1000];

/** Of a motion or a video whose file does not say, frames a second. */
export const DEFAULT_FRAME_RATE = 30;

/** Whether anything moves at this rate, frames a second. */
export const isFrameRate = (value: number): boolean => value >= SLOWEST && value <= FASTEST;

/** What to do about a file's rate that is none. */
export const GIVE_FRAME_RATE = 'Give --frame-rate.';

/** @throws FitError bad-input for a rate at which nothing moves */
export function expectFrameRate(where: string, frameRate: number): void {
  if (isFrameRate(frameRate)) return;
  throw new FitError('bad-input', where, `${frameRate} is not a frame rate.`, GIVE_FRAME_RATE);
}

/** Our own files give times with twelve decimals, many others with six, rounded or cut off. Seconds. */
const [TWELVE_DECIMALS, SIX_DECIMALS] = [1e-12, 1e-6];
/** A rate is not changed by a larger share: that of six decimals at 100 frames a second. */
const TOLERANCE = 1e-4;

/**
 * Frames a second of a time between two, in seconds, that was rounded when it was written: to a thousandth; a whole
 * number where the time can mean one (0.008333: 120, not 120.005).
 */
export function frameRateOfTime(frameTime: number): number {
  const rate = 1 / frameTime;
  const whole = Math.round(rate);
  const fine = Math.round(1000 * rate) / 1000;
  const isOurs = Math.abs(1 / fine - frameTime) < TWELVE_DECIMALS;
  const rounded = !isOurs && Math.abs(1 / whole - frameTime) < SIX_DECIMALS ? whole : fine;
  return Math.abs(rounded - rate) <= TOLERANCE * rate ? rounded : rate;
}
