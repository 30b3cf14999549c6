import { expect, test } from 'vitest';
import { decodeBoxes } from '../../../core/detect/decode-boxes.js';

const anchors = Float64Array.of(0.25, 0.75, 0.5, 0.5, 0.5, 0.5);
/** Offset, size and points of each anchor in input pixels; 22.4 is a tenth of the input. */
const boxes = new Float32Array(36);
boxes.set([22.4, -22.4, 44.8, 67.2, 0, 0, 22.4, 0, 0, 22.4, -22.4, -22.4], 0);
boxes.set([0, 0, 22.4, 22.4], 12);
boxes.set([0, 0, -1, 22.4], 24);

test('offsets are pixels from the anchor, sizes pixels', () => {
  const [candidate, ...rest] = decodeBoxes(boxes, Float32Array.of(0, -3, 5), anchors, 0.5);
  expect(rest).toEqual([]); // one below the threshold, one without a width
  expect(candidate.score).toBe(0.5);
  const expected = { box: [0.25, 0.5, 0.45, 0.8], points: [0.25, 0.75, 0.35, 0.75, 0.25, 0.85, 0.15, 0.65] };
  for (let k = 0; k < 4; k++) expect(candidate.box[k]).toBeCloseTo(expected.box[k], 6);
  for (let k = 0; k < 8; k++) expect(candidate.points[k]).toBeCloseTo(expected.points[k], 6);
});

test('scores that overflow or are NaN do no harm', () => {
  const scores = decodeBoxes(boxes, Float32Array.of(1e4, Number.NaN, -1e4), anchors, 0.5).map(({ score }) => score);
  expect(scores).toEqual([1]);
});
