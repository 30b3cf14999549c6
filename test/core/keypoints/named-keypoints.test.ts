import { expect, test } from 'vitest';
import { JOINT_SETS, otherSide } from '../../../core/body/joint-sets.js';
import { KEYPOINT_LINES, namedKeypoints } from '../../../core/keypoints/named-keypoints.js';

test('each keypoint goes by the name of its set; unseen and nameless ones are left out', () => {
  for (const [set, names] of Object.entries(JOINT_SETS)) {
    const K = names.length;
    const named = namedKeypoints({
      set: set as keyof typeof JOINT_SETS,
      xy: Float64Array.from({ length: 2 * K }, (_, i) => i),
      confidence: Float64Array.from({ length: K }, (_, k) => k / K), // the first one was not seen
    });
    const expected = names.flatMap((name, k) =>
      name === null || k === 0 ? [] : [[name, { x: 2 * k, y: 2 * k + 1, confidence: k / K }]],
    );
    expect([...named]).toEqual(expected);
  }
});

test('a keypoint without a confidence to speak of (NaN) was not seen', () => {
  const keypoints = {
    set: 'lsp14',
    xy: new Float64Array(28),
    confidence: new Float64Array(14).fill(Number.NaN),
  } as const;
  expect(namedKeypoints(keypoints).size).toBe(0);
});

test('lines have their twin on the other side, and none is there twice', () => {
  const keys = KEYPOINT_LINES.map((ends) => [...ends].sort().join());
  expect(new Set(keys).size).toBe(keys.length);
  for (const ends of KEYPOINT_LINES) expect(keys).toContain(ends.map(otherSide).sort().join());
});
