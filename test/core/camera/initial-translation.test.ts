import { expect, test } from 'vitest';
import { initialTranslation } from '../../../core/camera/initial-translation.js';

const camera = { focalLength: 800, principalPoint: [320, 240], width: 640, height: 480 } as const;
const JOINTS = Float64Array.of(0, 0, 0, 0.3, 0.1, 0.1, -0.2, 0.6, -0.1, 0.1, -0.7, 0.05);

function seenFrom(t: readonly number[], confidence: number[]) {
  const xy: number[] = [];
  for (let j = 0; j < JOINTS.length; j += 3) {
    const Z = JOINTS[j + 2] + t[2];
    xy.push((800 * (JOINTS[j] + t[0])) / Z + 320, (800 * (JOINTS[j + 1] + t[1])) / Z + 240);
  }
  return {
    jointOf: Uint16Array.of(0, 1, 2, 3),
    xy: Float64Array.from(xy),
    confidence: Float64Array.from(confidence),
  };
}

test.each([
  [0, 0, 3],
  [1.5, -0.8, 7],
  [-0.4, 0.2, 1.2],
])('exact keypoints give the exact translation (%d, %d, %d)', (...t) => {
  const out = new Float64Array(3);
  initialTranslation(JOINTS, seenFrom(t, [1, 1, 0.5, 0.2]), camera, out);
  t.forEach((value, axis) => {
    expect(out[axis]).toBeCloseTo(value, 9);
  });
});

test('a keypoint without confidence does not count', () => {
  const observations = seenFrom([0, 0, 3], [1, 1, 1, 0]);
  observations.xy[6] = 1e5;
  const out = new Float64Array(3);
  initialTranslation(JOINTS, observations, camera, out);
  expect(out[2]).toBeCloseTo(3, 9);
});

test('nothing to see: somewhere in front of the camera', () => {
  const out = new Float64Array(3);
  initialTranslation(JOINTS, seenFrom([0, 0, 3], [0, 0, 0, 0]), camera, out);
  expect([...out].every(Number.isFinite)).toBe(true);
  expect(out[2]).toBeGreaterThan(0.5);
});
