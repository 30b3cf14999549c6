import { expect, test } from 'vitest';
import { HEATMAP_SIZE as M, refineLandmark } from '../../../core/detect/heatmap.js';

/** Two maps, dark (probability near 0) except the given cells of the second. */
function heatmaps(cells: readonly { row: number; column: number; logit: number }[]): Float32Array {
  const maps = new Float32Array(2 * M * M).fill(-50);
  for (const { row, column, logit } of cells) maps[(M + row) * M + column] = logit;
  return maps;
}

test('a peak nearby draws the landmark to its cell, without the half of a cell', () => {
  const { x, y, peak } = refineLandmark(heatmaps([{ row: 20, column: 33, logit: 3 }]), 1, 31.5 / M, 22.9 / M);
  expect(x).toBeCloseTo(33 / M, 9);
  expect(y).toBeCloseTo(20 / M, 9);
  expect(peak).toBeCloseTo(1 / (1 + Math.exp(-3)), 6);
});

test('two cells weigh by their probabilities', () => {
  const maps = heatmaps([
    { row: 20, column: 30, logit: 0 }, // 1/2
    { row: 20, column: 32, logit: Math.log(3) }, // 3/4
  ]);
  expect(refineLandmark(maps, 1, 31 / M, 20 / M).x).toBeCloseTo((30 * 0.5 + 32 * 0.75) / 1.25 / M, 6);
});

test('what lies beyond three cells is not looked at', () => {
  const maps = heatmaps([{ row: 20, column: 35, logit: 3 }]);
  expect(refineLandmark(maps, 1, 31.5 / M, 20 / M).peak).toBeLessThan(1e-6);
});

test('a weak peak is reported but moves nothing', () => {
  const refined = refineLandmark(heatmaps([{ row: 20, column: 33, logit: -1 }]), 1, 0.5, 0.33);
  expect(refined).toMatchObject({ x: 0.5, y: 0.33 });
  expect(refined.peak).toBeCloseTo(1 / (1 + Math.E), 6);
});

test('the window is clipped to the map, and outside nothing is seen', () => {
  const corner = refineLandmark(heatmaps([{ row: 0, column: 0, logit: 9 }]), 1, 0.01, 0.02);
  expect(corner.x).toBeCloseTo(0, 9);
  expect(corner.y).toBeCloseTo(0, 9);
  for (const [x, y] of [
    [-0.01, 0.5],
    [0.5, 1],
    [Number.NaN, 0.5],
  ]) {
    expect(refineLandmark(heatmaps([]), 1, x, y)).toEqual({ x, y, peak: 0 });
  }
});
