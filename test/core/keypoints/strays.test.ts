import { expect, test } from 'vitest';
import { JOINT_SETS } from '../../../core/body/joint-sets.js';
import { withoutStrays } from '../../../core/keypoints/strays.js';
import type { Keypoints } from '../../../core/types.js';

/** Somebody of 340 pixels who stands, arms hanging, in the order of COCO. */
const STANDING = [
  [320, 80],
  [327, 74],
  [313, 74],
  [335, 78],
  [305, 78],
  [355, 125],
  [285, 125],
  [362, 185],
  [278, 185],
  [366, 240],
  [274, 240],
  [340, 240],
  [300, 240],
  [342, 325],
  [298, 325],
  [344, 405],
  [296, 405],
];

function standing(changes: Readonly<Record<number, readonly [number, number, number?]>> = {}): Keypoints {
  const xy = Float64Array.from(STANDING.flat());
  const confidence = new Float64Array(17).fill(0.9);
  for (const [k, [x, y, own = 0.9]] of Object.entries(changes)) {
    xy.set([x, y], 2 * Number(k));
    confidence[Number(k)] = own;
  }
  return { set: 'coco17', xy, confidence };
}

test('what lies nowhere near the others strays, however unsure it is, and is not seen', () => {
  for (const confidence of [1, 0.05]) {
    const given = standing({ 9: [1500, 90, confidence], 16: [-4000, 9000] });
    const { keypoints, strays } = withoutStrays(given);
    expect(strays).toEqual([9, 16]);
    expect(keypoints.confidence).toEqual(given.confidence.map((own, k) => (k === 9 || k === 16 ? 0 : own)));
    expect([keypoints.xy, given.confidence[9]]).toEqual([given.xy, confidence]);
  }
});

test('whole people, arms stretched, legs hardly seen: nobody strays, and the keypoints are the same ones', () => {
  const people = [
    standing(),
    standing({ 7: [320, 20], 8: [320, 20], 9: [320, -60], 10: [320, -60] }),
    standing(Object.fromEntries([13, 14, 15, 16].map((k) => [k, [STANDING[k][0], STANDING[k][1], 0.02]]))),
    // A face and one arm that is stretched towards the camera.
    standing({
      9: [620, 240],
      10: [0, 0, 0],
      ...Object.fromEntries([11, 12, 13, 14, 15, 16].map((k) => [k, [0, 0, 0]])),
    }),
  ];
  for (const person of people) expect(withoutStrays(person)).toEqual({ keypoints: person, strays: [] });
});

test('where the hand put it, it stays; of few keypoints, of one place, of no number nothing is said', () => {
  const far = standing({ 9: [1500, 90] });
  expect(withoutStrays(far, [9]).keypoints).toBe(far);
  const few = { ...far, confidence: far.confidence.map((own, k) => (k >= 5 && k <= 9 ? own : 0)) };
  expect(withoutStrays(few).strays).toEqual([]);
  const dot = { ...far, xy: new Float64Array(34).fill(7, 0, 32) };
  expect(withoutStrays(dot).strays).toEqual([]);
  const nowhere = standing({ 9: [Number.NaN, 90], 10: [Number.POSITIVE_INFINITY, 0] });
  expect(withoutStrays(nowhere).strays).toEqual([]);
});

test('keypoints that no body has are not counted', () => {
  const unknown = JOINT_SETS.blazepose33.flatMap((name, k) => (name === null ? [k] : []));
  expect(unknown.length).toBeGreaterThan(0);
  const xy = Float64Array.from({ length: 66 }, (_, i) => 10 * ((i * 7) % 11));
  for (const k of unknown) xy[2 * k] = 1e6;
  expect(withoutStrays({ set: 'blazepose33', xy, confidence: new Float64Array(33).fill(1) }).strays).toEqual([]);
});
