import type { MotionTerm } from './motion-term.js';

/** How far a foot that rests seems to move between two frames. Metres. */
const REST_SIGMA = 0.002;

/**
 * Contact: a point that rests stays where it is, r = (p(t + 1) − p(t)) / 2 mm.
 *
 * Between neighbouring frames, not towards the mean of the whole contact: a foot may roll, and the frames of a contact
 * that was seen too long do not pull the others along.
 */
export const contact = (point: number): MotionTerm => ({
  name: 'contact',
  points: Uint16Array.of(point),
  coefficients: [-1, 1],
  sigma: Float64Array.of(REST_SIGMA),
});
