import { expect, test } from 'vitest';
import { expectKeypoints } from '../../../core/keypoints/expect-keypoints.js';
import { unseenKeypoints } from '../../../core/keypoints/unseen-keypoints.js';

test('as many keypoints as the set has, none of them seen', () => {
  const { set, xy, confidence } = unseenKeypoints('body25');
  expect([set, xy.length, confidence.length]).toEqual(['body25', 50, 25]);
  expect(confidence.every((value) => value === 0)).toBe(true);
  expect(() => expectKeypoints('test', { set, xy, confidence })).not.toThrow();
});
