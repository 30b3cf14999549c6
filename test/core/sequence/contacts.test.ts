import { expect, test } from 'vitest';
import { SMPL_JOINTS } from '../../../core/body/joint-sets.js';
import { findRests, holdRests } from '../../../core/sequence/contacts.js';

const FOOT = SMPL_JOINTS.indexOf('left_foot');

/** All joints fly by, but the left foot is at these places, four metres away; or moves in depth. */
const frames = (xs: readonly number[], axis: 0 | 2 = 0): Float64Array[] =>
  xs.map((x, t) => {
    const joints = new Float64Array(72).fill(t);
    joints.set([0, 0, 4], 3 * FOOT);
    joints[3 * FOOT + axis] += x;
    return joints;
  });
/** A hundredth of the person: 2.5 cm of wavering count for rest, 7.5 in depth. */
const NOISE = 0.01;
/** T places of a foot that stands for a second and then goes at some speed, 20 frames a second. */
const standThenGo = (speed: number, T: number): number[] =>
  Array.from({ length: T }, (_, t) => Math.max(0, t - 20) * (speed / 20));

test('a foot that stands for some frames rests, one that passes does not', () => {
  const rests = findRests(frames([0, 0.3, 0.6, 0.9, 0.9, 0.901, 0.9, 0.9, 0.9, 1.2, 1.5]), 30, NOISE);
  expect(rests).toEqual([{ point: FOOT, first: 4, last: 7 }]);
  expect(findRests(frames([0, 0.3, 0.6, 0.6, 0.6, 0.9, 1.2]), 30, NOISE)).toEqual([]);
});

test.each([0.04, 0.1, 0.2, 0.4])('a foot that goes at %f m/s is on its way, however slow', (speed) => {
  const going = frames(Array.from({ length: 60 }, (_, t) => (t * speed) / 20));
  expect(findRests(going, 20, NOISE)).toEqual([]);
  // What it stood before is a rest, until it has gone as far as it may waver.
  const [rest, ...others] = findRests(frames(standThenGo(speed, 80)), 20, NOISE);
  expect(others).toEqual([]);
  expect(rest.first).toBe(0);
  expect(rest.last - 20).toBe(Math.floor(1e-9 + (0.025 * 20) / speed));
});

test('a foot that passes quickly does not rest, however little the keypoints tell', () => {
  const passing = (speed: number): Float64Array[] => {
    const slow = [0, 1, 2, 3, 4, 5].map((t) => (t * speed) / 30);
    return frames([-0.3, ...slow, slow[5] + 0.3]);
  };
  // 0.14 and 0.08 m in all, where the most noise makes 0.15 of a rest.
  expect(findRests(passing(0.85), 30, 6 * NOISE)).toEqual([]);
  expect(findRests(passing(0.5), 30, 6 * NOISE)).toHaveLength(1);
});

test('a foot that goes and comes back was on its way', () => {
  const there = Array.from({ length: 40 }, (_, t) => 0.3 - 0.015 * Math.abs(t - 20));
  expect(findRests(frames(there), 20, NOISE).every(({ first, last }) => last - first < 20)).toBe(true);
  expect(findRests(frames(there.map((x) => 4 * x)), 10, NOISE)).toEqual([]);
});

test('noise makes a foot that stands waver, in depth three times as much', () => {
  const wavering = Array.from({ length: 30 }, (_, t) => (t % 3) * 0.02);
  expect(findRests(frames(wavering), 10, NOISE)).toEqual([]);
  expect(findRests(frames(wavering), 10, 3 * NOISE)).toEqual([{ point: FOOT, first: 0, last: 29 }]);
  expect(findRests(frames(wavering, 2), 10, NOISE)).toEqual([{ point: FOOT, first: 0, last: 29 }]);
});

test('a foot that goes in depth alone is on its way, too', () => {
  // 15 cm in a second, where 7.5 count for rest.
  const going = Array.from({ length: 30 }, (_, t) => (0.15 * t) / 10);
  expect(findRests(frames(going, 2), 10, NOISE)).toEqual([]);
});

test('a foot that is slow for half a second only must stay all that time', () => {
  /** A foot that comes fast, goes so far in half a second (20 frames a second), and leaves fast. */
  const pausing = (distance: number): Float64Array[] =>
    frames([-1, ...Array.from({ length: 13 }, (_, t) => (distance * (t - 1)) / 10), 1]);
  // 2.5 cm count for rest: the foot is as slow either way.
  expect(findRests(pausing(0.03), 20, NOISE)).toEqual([]);
  expect(findRests(pausing(0.02), 20, NOISE)).toEqual([{ point: FOOT, first: 2, last: 12 }]);
});

test('a rest is held between each two of its frames', () => {
  const terms = holdRests([{ point: FOOT, first: 4, last: 7 }]);
  expect(terms.map(({ first }) => first)).toEqual([4, 5, 6]);
  expect(terms.every(({ term }) => term.points[0] === FOOT)).toBe(true);
});
