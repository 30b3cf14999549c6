import { takenFrameRate } from './video-frames.js';

/** Browsers show a frame whose delay is below 20 ms for 100 ms. */
const [SHORTEST, INSTEAD] = [20, 100];
/** A sample this little before a frame's start takes that frame: delays are whole milliseconds. */
const TOLERANCE = 0.5;

/** Which frames of an animated picture to take. */
export interface AnimationFrames {
  /** Of each taken frame its number in the file. */
  readonly pages: readonly number[];
  /** When each is shown, seconds. */
  readonly times: readonly number[];
  /** Of the taken ones, a second. */
  readonly frameRate: number;
  /** The animation's own. */
  readonly ownFrameRate: number;
}

/**
 * Samples an animation evenly: each frame has a time of its own there, and most have the same. Where one is shown for
 * longer it is taken again, as nobody moves meanwhile.
 *
 * @param delays for how long each frame is shown, milliseconds
 * @param asked  frames a second, see takenFrameRate
 */
export function animationFrames(delays: readonly number[], asked: number | undefined): AnimationFrames {
  const shown = delays.map((delay) => (delay < SHORTEST ? INSTEAD : delay));
  let end = 0;
  const ends = shown.map((delay) => {
    end += delay;
    return end;
  });
  const usual = [...shown].sort((a, b) => a - b)[Math.floor((shown.length - 1) / 2)];
  const ownFrameRate = 1000 / usual;
  const frameRate = takenFrameRate(ownFrameRate, asked);
  const count = Math.max(1, Math.round((end * frameRate) / 1000));
  const times = Array.from({ length: count }, (_, i) => i / frameRate);
  const pages = times.map((time) => {
    const page = ends.findIndex((pageEnd) => pageEnd > 1000 * time + TOLERANCE);
    return page < 0 ? shown.length - 1 : page;
  });
  return { pages, times, frameRate, ownFrameRate };
}
