import { expect, test } from 'vitest';
import { detectorAnchors } from '../../../core/detect/anchors.js';

test('2254 anchors, from the first cell of stride 8 to the last of stride 32', () => {
  const anchors = detectorAnchors();
  const centre = (a: number): number[] => [anchors[2 * a], anchors[2 * a + 1]];
  expect(anchors).toHaveLength(2 * 2254);
  expect(centre(0)).toEqual([0.5 / 28, 0.5 / 28]);
  expect(centre(1)).toEqual(centre(0)); // two a cell
  expect(centre(2)).toEqual([1.5 / 28, 0.5 / 28]); // columns before rows
  expect(centre(2 * 28)).toEqual([0.5 / 28, 1.5 / 28]);
  expect(centre(2 * 28 * 28)).toEqual([0.5 / 14, 0.5 / 14]);
  expect(centre(2253)).toEqual([6.5 / 7, 6.5 / 7]);
});
