import { expect, test } from 'vitest';
import type { LandmarkAnswer } from '../../../core/detect/landmarks.js';
import { poseSimilarity, seedAgreement } from '../../../core/detect/similarity.js';
import { STANDING } from './fake-runtime.js';

function pose(dx = 0, mirror = false): LandmarkAnswer {
  const region = { x: 32, y: 32, size: 64, rotation: 0 };
  const xy = Float64Array.from(STANDING.flatMap(([column, row]) => [mirror ? 64 - column + dx : column + dx, row]));
  const K = STANDING.length;
  const [visibility, peaks, world] = [new Float64Array(K), new Float64Array(K), new Float64Array(3 * K)];
  return { region, next: region, presence: 1, xy, visibility, peaks, world, segmentation: new Float32Array(0) };
}
const expectationsOf = ({ xy }: LandmarkAnswer) =>
  [0, 11, 12, 23, 24].map((k) => ({ landmarks: [k], x: xy[2 * k], y: xy[2 * k + 1], weight: 0.5 }));

test('the same pose is alike, a distant one is not, one standard deviation off counts e^−½', () => {
  expect(poseSimilarity(pose(), pose())).toBe(1);
  expect(poseSimilarity(pose(), pose(3.2))).toBeCloseTo(Math.exp(-0.5), 9); // 0.1 · half of 64
  expect(poseSimilarity(pose(), pose(30))).toBeLessThan(0.01);
});

test('left and right may be exchanged as a whole', () => {
  expect(poseSimilarity(pose(), pose(0, true))).toBeCloseTo(1, 9);
  expect(seedAgreement(pose(), expectationsOf(pose(0, true)))).toBeCloseTo(1, 9);
});

test('agreement with a seed weighs by its confidence', () => {
  const expectations = expectationsOf(pose());
  expect(seedAgreement(pose(), expectations)).toBe(1);
  const oneWrong = [...expectations, { landmarks: [25, 26], x: 500, y: 500, weight: 2.5 }];
  expect(seedAgreement(pose(), oneWrong)).toBeCloseTo(0.5, 9);
  expect(seedAgreement(pose(), [{ landmarks: [23, 24], x: 32, y: 32, weight: 1 }])).toBe(1); // their middle
  expect(seedAgreement(pose(), [])).toBe(0);
});
