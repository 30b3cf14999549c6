import { expect, test } from 'vitest';
import { JOINT_SETS } from '../../../core/body/joint-sets.js';
import { exchangeSides } from '../../../core/sequence/exchange.js';
import { STANDING, standing } from '../../support/standing.js';

const NAMES = JOINT_SETS.coco17 as readonly string[];
const expected = new Map(NAMES.map((name, k) => [name, STANDING[k]]));

/** The standing person with left and right of these parts exchanged. */
function exchanged(parts: readonly string[]) {
  const { keypoints } = standing();
  const xy = keypoints.xy.slice();
  for (const part of parts) {
    const [left, right] = [NAMES.indexOf(`left_${part}`), NAMES.indexOf(`right_${part}`)];
    xy.set(STANDING[right], 2 * left);
    xy.set(STANDING[left], 2 * right);
  }
  return { keypoints: { ...keypoints, xy } };
}

test('right keypoints are left alone', () => {
  expect(exchangeSides(standing(), expected, 5)).toBeNull();
});

test.each([[['hip', 'knee', 'ankle']], [['shoulder', 'elbow', 'wrist']]])(
  '%s that were exchanged are exchanged back',
  (parts) => {
    const repaired = exchangeSides(exchanged(parts), expected, 5);
    expect([...(repaired?.keypoints.xy ?? [])]).toEqual([...standing().keypoints.xy]);
  },
);

test('what the network made of the wrong sides is dropped, landmarks are exchanged along', () => {
  const worldLandmarks = Float64Array.from({ length: 51 }, (_, i) => i);
  const frame = { ...exchanged(['hip', 'knee', 'ankle']), evidence: { worldLandmarks, height: 1.7 } };
  const { evidence } = exchangeSides(frame, expected, 5)!;
  expect(evidence?.height).toBe(1.7);
  const [left, right] = [NAMES.indexOf('left_knee'), NAMES.indexOf('right_knee')];
  expect(evidence?.worldLandmarks?.[3 * left]).toBe(3 * right);
  expect(evidence?.worldLandmarks?.[0]).toBe(0);
});

test('keypoints that suit the other side only a little better stay where they are', () => {
  const { keypoints } = standing();
  /** Legs moved towards the other side by this share of the way, as sure as that. */
  const leaning = (share: number, sure: number) => {
    const xy = keypoints.xy.slice();
    const confidence = keypoints.confidence.slice();
    for (const part of ['hip', 'knee', 'ankle']) {
      const [left, right] = [NAMES.indexOf(`left_${part}`), NAMES.indexOf(`right_${part}`)];
      const way = share * (STANDING[right][0] - STANDING[left][0]);
      xy[2 * left] += way;
      xy[2 * right] -= way;
      confidence.fill(sure, left, right + 1);
    }
    return { keypoints: { ...keypoints, xy, confidence } };
  };
  // Legs are 50 pixels apart. At 0.6 of the way the other side is better by a log-likelihood of 4 in all.
  expect(exchangeSides(leaning(0.6, 1), expected, 17)).toBeNull();
  expect(exchangeSides(leaning(1, 1), expected, 17)).not.toBeNull();
  // Confidence multiplies residuals, so that a log-likelihood has its square: 0.5 leaves 5 of 20.
  expect(exchangeSides(leaning(1, 0.5), expected, 17)).toBeNull();
});
