import { expect, test } from 'vitest';
import { boxOfSeen } from '../../../core/detect/detection.js';

const photo = { width: 300, height: 200, rgba: new Uint8Array(0) };
const xy = Float64Array.of(-20, 30, 50, 120, 280, 260);

test('the box lies around the keypoints that were seen, within the photo', () => {
  expect(boxOfSeen(xy, Float64Array.of(1, 0.2, 0.1), photo)).toEqual([0, 30, 50, 90]);
  expect(boxOfSeen(xy, Float64Array.of(0, 1, 1), photo)).toEqual([50, 120, 230, 80]);
  expect(boxOfSeen(xy, Float64Array.of(0, 1, 0), photo)).toEqual([50, 120, 0, 0]);
});

test('the box of somebody of whom nothing was seen is empty', () => {
  expect(boxOfSeen(xy, Float64Array.of(0.1, 0, Number.NaN), photo)).toEqual([0, 0, 0, 0]);
});
