import { expect, test } from 'vitest';
import { SMPL_JOINTS } from '../../../core/body/joint-sets.js';
import { findRests, holdRests } from '../../../core/sequence/contacts.js';

const FOOT = SMPL_JOINTS.indexOf('left_foot');

/** All joints fly by, but the left foot is at these places. */
const frames = (xs: readonly number[]): Float64Array[] =>
  xs.map((x, t) => {
    const joints = new Float64Array(72).fill(t);
    joints[3 * FOOT] = x;
    joints.fill(0, 3 * FOOT + 1, 3 * FOOT + 3);
    return joints;
  });

test('a foot that stands for some frames rests, one that passes does not', () => {
  const rests = findRests(frames([0, 0.3, 0.6, 0.9, 0.9, 0.901, 0.9, 0.9, 0.9, 1.2, 1.5]), 30);
  expect(rests).toEqual([{ point: FOOT, first: 4, last: 7 }]);
  expect(findRests(frames([0, 0.3, 0.6, 0.6, 0.6, 0.9, 1.2]), 30)).toEqual([]);
});

test('a rest is held between each two of its frames', () => {
  const terms = holdRests([{ point: FOOT, first: 4, last: 7 }]);
  expect(terms.map(({ first }) => first)).toEqual([4, 5, 6]);
  expect(terms.every(({ term }) => term.points[0] === FOOT)).toBe(true);
});
