import { expect, test } from 'vitest';
import { JOINT_SETS } from '../../../core/body/joint-sets.js';
import { namesSeen, togetherSure } from '../../../core/keypoints/seen.js';
import type { Keypoints } from '../../../core/types.js';

const at = (name: string): number => (JOINT_SETS.coco17 as readonly string[]).indexOf(name);

function keypoints(sure: Readonly<Record<string, number>>): Keypoints {
  const confidence = new Float64Array(17);
  for (const [name, own] of Object.entries(sure)) confidence[at(name)] = own;
  return { set: 'coco17', xy: new Float64Array(34), confidence };
}

test('a tenth is a hint, a pin more than that', () => {
  const two = keypoints({ nose: 0.1, left_eye: 0.09, right_eye: Number.NaN });
  expect([...namesSeen(two)]).toEqual(['nose']);
  expect([...namesSeen(two, [at('left_eye')])]).toEqual(['nose', 'left_eye']);
});

test('keypoints of a part are together surer than each, by the root of the sum of squares', () => {
  const legs = keypoints({ left_knee: 0.3, right_knee: 0.4, left_ankle: 1, right_ankle: Number.NaN });
  expect(togetherSure(legs, /_knee$/)).toBeCloseTo(0.5, 12);
  expect(togetherSure(legs, /_hip$/)).toBe(0);
  expect(togetherSure(legs, /^right_ankle$/)).toBe(0);
  expect(togetherSure(legs, /_hip$/, [at('left_hip')])).toBe(Number.POSITIVE_INFINITY);
});
