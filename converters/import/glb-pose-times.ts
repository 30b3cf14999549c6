import { FitError } from '../../core/error.js';
import { MAX_FRAMES } from './pose-arrays.js';

/** When the frames of a clip are. */
export interface FrameTimes {
  /** T, seconds. */
  readonly times: readonly number[];
  /** Frames a second, to a thousandth; null of a single frame. */
  readonly frameRate: number | null;
  /** Whether frames were put where the clip has no keys. */
  readonly isSampled: boolean;
}

/** Key times are float32: one that is off its place by a smaller share of a frame is in it. */
const TOLERANCE = 0.01;
/** Key times are float32: the last digit of a second. */
const DIGIT = 2 ** -23;
/** Frames a second between which clips are sampled: below film's, and as many as motion capture has. */
const [MIN_RATE, MAX_RATE] = [20, 240];
/** As a share: 240 frames a second may have become 240.001. */
const ROUNDING = 1e-3;

/**
 * The frames of a clip, evenly spaced from its first key to its last. Keys that leave no gap are the frames. Others (tools
 * drop keys that lie on a line between their neighbours) are sampled at `frameRate` or, without one, at the smallest
 * step between two keys of a track; by a whole factor faster or slower, where that is not within 20 to 240 frames a
 * second. So are evenly spaced keys that are rarer, where the clip does more between them than to go straight.
 *
 * @param keys the key times of each track, seconds
 * @param isLinear whether it goes straight from key to key
 * @throws FitError bad-input for times that do not rise, and for more frames than can be read
 */
export function frameTimes(
  where: string,
  keys: readonly ArrayLike<number>[],
  frameRate?: number,
  isLinear = true,
): FrameTimes {
  for (const times of keys) expectRising(where, times);
  // A single key moves nothing, and is often at 0 where the clip is not.
  const moving = keys.filter(({ length }) => length > 1);
  const first = moving.reduce((least, times) => Math.min(least, times[0]), Number.POSITIVE_INFINITY);
  const last = moving.reduce((most, times) => Math.max(most, times[times.length - 1]), Number.NEGATIVE_INFINITY);
  const span = last - first;
  if (!(span > 0)) return { times: [keys[0]?.[0] ?? 0], frameRate: null, isSampled: false };

  // Of even keys the longest track has one in each frame; by the smallest step alone, rounding would hide that in long clips.
  const most = moving.reduce((count, { length }) => Math.max(count, length), 0);
  for (const steps of [most - 1, Math.round(span / smallestStep(moving))]) {
    const own = placesOf(moving, first, span / steps);
    if (!own.areAll || own.times.size !== steps + 1 || !(isLinear || steps / span > MIN_RATE)) continue;
    const times = Array.from(own.times.values()).sort((a, b) => a - b);
    return { times, frameRate: thousandths(steps / span), isSampled: false };
  }
  const rate = frameRate ?? Math.max(1, Math.round(span * bounded(1 / smallestStep(moving)))) / span;
  const T = Math.round(span * rate) + 1;
  expectFew(where, T);
  const { times: near } = placesOf(moving, first, 1 / rate);
  const times = Array.from({ length: T }, (_, frame) => near.get(frame) ?? first + frame / rate);
  return { times, frameRate: thousandths(rate), isSampled: true };
}

const thousandths = (rate: number): number => Math.round(1000 * rate) / 1000;

function bounded(rate: number): number {
  if (rate < MIN_RATE) return rate * Math.ceil(MIN_RATE / rate - ROUNDING);
  return rate > MAX_RATE ? rate / Math.ceil(rate / MAX_RATE - ROUNDING) : rate;
}

/** Seconds between two keys of a track: the mean of those that are as small as the smallest, since float32 rounds each. */
function smallestStep(keys: readonly ArrayLike<number>[]): number {
  let smallest = Number.POSITIVE_INFINITY;
  for (const times of keys) {
    for (let i = 1; i < times.length; i++) {
      const step = times[i] - times[i - 1];
      if (step > 0 && step < smallest) smallest = step;
    }
  }
  let [sum, count] = [0, 0];
  for (const times of keys) {
    for (let i = 1; i < times.length; i++) {
      const step = times[i] - times[i - 1];
      if (!(step > 0 && step <= (1 + TOLERANCE) * smallest + 2 * DIGIT * times[i])) continue;
      sum += step;
      count++;
    }
  }
  return sum / count;
}

/**
 * The key times that are at frames, by frame: of several the last, at which a track in steps has taken its value. And
 * whether all are.
 */
function placesOf(
  keys: readonly ArrayLike<number>[],
  first: number,
  step: number,
): { readonly times: ReadonlyMap<number, number>; readonly areAll: boolean } {
  const times = new Map<number, number>();
  let areAll = true;
  for (const track of keys) {
    for (let i = 0; i < track.length; i++) {
      const frame = Math.round((track[i] - first) / step);
      const isNear = Math.abs(track[i] - first - frame * step) <= TOLERANCE * step + 2 * DIGIT * Math.abs(track[i]);
      areAll &&= isNear;
      if (isNear) times.set(frame, Math.max(track[i], times.get(frame) ?? first));
    }
  }
  return { times, areAll };
}

function expectRising(where: string, times: ArrayLike<number>): void {
  expectFew(where, times.length);
  for (let i = 0; i < times.length; i++) {
    if (Number.isFinite(times[i]) && (i === 0 || times[i] >= times[i - 1])) continue;
    const what = `its clip has a key at ${times[i]} s${i > 0 ? ` after one at ${times[i - 1]} s` : ''}.`;
    throw new FitError('bad-input', where, what, 'Write the clip again with its exporter.');
  }
}

function expectFew(where: string, frames: number): void {
  if (frames <= MAX_FRAMES) return;
  const what = `its clip has ${frames} frames, more than the ${MAX_FRAMES} that can be read.`;
  throw new FitError('bad-input', where, what, 'Cut it, or give a lower --frame-rate.');
}
