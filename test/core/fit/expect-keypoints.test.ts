import { expect, test } from 'vitest';
import { expectKeypoints } from '../../../core/fit/expect-keypoints.js';
import type { Keypoints } from '../../../core/types.js';

const GOOD = { set: 'coco17', xy: new Float64Array(34), confidence: new Float64Array(17) } as const;
const refused = (keypoints: object, landmarks?: unknown): string => {
  try {
    expectKeypoints('fit', keypoints as Keypoints, landmarks as Float64Array);
    return '';
  } catch (error) {
    return String(error);
  }
};

test('keypoints as they should be pass', () => {
  expect(refused(GOOD)).toBe('');
  expect(refused(GOOD, new Float64Array(51))).toBe('');
});

test('what JavaScript lets through is said by name', () => {
  expect(refused({ ...GOOD, set: 'coco16' })).toMatch(/no set of keypoints called coco16.*body25/);
  expect(refused({ ...GOOD, set: 'toString' })).toMatch(/no set of keypoints called toString/);
  expect(refused({ ...GOOD, xy: [1, 2] })).toMatch(/keypoints\.xy is no Float64Array/);
  expect(refused({ set: 'coco17', xy: GOOD.xy })).toMatch(/keypoints\.confidence is missing/);
  expect(refused(GOOD, [1, 2, 3])).toMatch(/worldLandmarks is no Float64Array/);
});
