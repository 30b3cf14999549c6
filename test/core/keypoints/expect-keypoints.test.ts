import { expect, test } from 'vitest';
import { expectHandSet, expectKeypoints } from '../../../core/keypoints/expect-keypoints.js';
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
  expect(refused({ ...GOOD, xy: [1, 2] })).toMatch(/keypoints\.xy is not a Float64Array/);
  expect(refused({ set: 'coco17', xy: GOOD.xy })).toMatch(/keypoints\.confidence is missing/);
  expect(refused(GOOD, [1, 2, 3])).toMatch(/worldLandmarks is not a Float64Array/);
});

test('a confidence outside 0 to 1 is refused; 0 and NaN are what was not seen', () => {
  const of = (value: number) => refused({ ...GOOD, confidence: new Float64Array(17).fill(value) });
  for (const value of [0, -0, 0.5, 1, Number.NaN]) expect(of(value)).toBe('');
  for (const value of [100, 1.001, -1, Infinity, -Infinity]) {
    expect(of(value)).toContain(`fit: keypoints.confidence holds ${value}. Give numbers from 0 to 1; 0 and NaN`);
  }
});

test('what a hand has set names keypoints by their numbers', () => {
  const set =
    (pinned: unknown[], keypoint: unknown = 0) =>
    () =>
      expectHandSet('fit', 'coco17', pinned as number[], [{ keypoint: keypoint as number }]);
  expect(set([0, 16])).not.toThrow();
  for (const wrong of [17, -1, 1.5, Number.NaN, 'left_wrist']) {
    expect(set([wrong])).toThrow(/there is no keypoint .*has keypoints 0 to 16/s);
    expect(set([], wrong)).toThrow(/there is no keypoint/);
  }
});
