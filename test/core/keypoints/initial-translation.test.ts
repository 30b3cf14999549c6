import { expect, test } from 'vitest';
import { farthestOf, initialTranslation } from '../../../core/keypoints/initial-translation.js';
import { choleskySolve } from '../../../core/solver/cholesky.js';

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

test('keypoints that disagree are weighed by confidence / depth', () => {
  const deep = Float64Array.of(0, 0, 0, 0.3, 0.1, 0.5, -0.2, 0.6, -0.4, 0.1, -0.7, 0.2);
  const observations = seenFrom([0.3, -0.2, 1.5], [1, 0.3, 0.8, 0.5]);
  const moves = [25, -10, -30, 5, 12, 20, -8, 15];
  const xy = observations.xy.map((pixel, i) => pixel + moves[i]);

  /** The least of Σ (confidence / depth)² · (both equations)², by its normal equations. */
  const solve = (depths: readonly number[]): Float64Array => {
    const H = new Float64Array(9);
    const right = new Float64Array(3);
    depths.forEach((depth, k) => {
      const weight = (observations.confidence[k] / depth) ** 2;
      const [X, Y, Z] = deep.subarray(3 * k, 3 * k + 3);
      const [a, b] = [(xy[2 * k] - 320) / 800, (xy[2 * k + 1] - 240) / 800];
      for (const [row, value] of [
        [[1, 0, -a], a * Z - X],
        [[0, 1, -b], b * Z - Y],
      ] as const) {
        for (let i = 0; i < 3; i++) {
          right[i] += weight * row[i] * value;
          for (let n = 0; n < 3; n++) H[3 * i + n] += weight * row[i] * row[n];
        }
      }
    });
    const t = new Float64Array(3);
    expect(choleskySolve(H, 3, right, t)).toBe(true);
    return t;
  };
  const [, , z] = solve([1, 1, 1, 1]);
  const expected = solve([0, 1, 2, 3].map((k) => deep[3 * k + 2] + z));

  const out = new Float64Array(3);
  initialTranslation(deep, { ...observations, xy }, camera, out);
  out.forEach((value, axis) => {
    expect(value).toBeCloseTo(expected[axis], 9);
  });
});

test('somebody who fills the picture and more starts at arm’s length', () => {
  const observations = seenFrom([0, 0, 3], [1, 1, 1, 1]);
  const out = new Float64Array(3);
  const larger = { ...observations, xy: observations.xy.map((pixel, i) => 20 * pixel - 19 * [320, 240][i & 1]) };
  initialTranslation(JOINTS, larger, camera, out);
  expect(out[2]).toBe(0.8);
});

test('nothing to see: somewhere in front of the camera', () => {
  const out = new Float64Array(3);
  initialTranslation(JOINTS, seenFrom([0, 0, 3], [0, 0, 0, 0]), camera, out);
  expect([...out].every(Number.isFinite)).toBe(true);
  expect(out[2]).toBeGreaterThan(0.5);
});

test('keypoints in nearly one place: no farther than where a metre is a pixel', () => {
  const dot = (size: number) => {
    const seen = seenFrom([0, 0, 3], [1, 1, 1, 1]);
    return { ...seen, xy: seen.xy.map((pixel, i) => 300 + size * (pixel - camera.principalPoint[i & 1])) };
  };
  const out = new Float64Array(3);
  initialTranslation(JOINTS, dot(1e-9), camera, out);
  expect(out[2]).toBe(800);
  expect(800 * (out[0] / out[2]) + 320).toBeCloseTo(300, 0);
  initialTranslation(JOINTS, dot(0.1), camera, out);
  expect(out[2]).toBeLessThan(60); // a tenth of the size, ten times as far
  expect(farthestOf({ ...camera, focalLength: 1e-3 })).toBeGreaterThan(0.5); // never nearer than anybody is
});
