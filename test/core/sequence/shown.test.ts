import { expect, test } from 'vitest';
import { whereShown } from '../../../core/sequence/shown.js';
import { standing } from '../../support/standing.js';

/** Somebody of whom only the first keypoints are seen. */
const showing = (count: number, pinned: number[] = []) => {
  const { keypoints } = standing();
  return {
    keypoints: { ...keypoints, confidence: keypoints.confidence.map((own, k) => (k < count ? own : 0.05)) },
    evidence: { pinned },
  };
};

test('a frame with too few keypoints counts as one without anybody', () => {
  const frames = [showing(17), showing(0), null, showing(3), showing(4), showing(3, [16])];
  expect(whereShown(frames).map((frame) => frame !== null)).toEqual([true, false, false, false, true, true]);
});

test('keypoints that are nowhere are not seen', () => {
  const lost = showing(17);
  lost.keypoints.xy.fill(Number.NaN, 6);
  expect(whereShown([showing(17), lost])[1]).toBeNull();
});

test('where no frame shows more, each is taken for what it is', () => {
  const frames = [showing(2), null, showing(3)];
  expect(whereShown(frames)).toBe(frames);
});
