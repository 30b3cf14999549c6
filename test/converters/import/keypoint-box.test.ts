import { expect, test } from 'vitest';
import { boxAround } from '../../../converters/import/keypoint-box.js';

const xy = Float64Array.of(10, 50, 30, 20, 900, 900);

test('the box holds what was seen, and nothing else', () => {
  expect(boxAround({ set: 'coco17', xy, confidence: Float64Array.of(1, 0.1, 0) })).toEqual([10, 20, 20, 30]);
  expect(boxAround({ set: 'coco17', xy, confidence: Float64Array.of(1, 0, 0) })).toEqual([10, 50, 0, 0]);
});

test('nothing seen: an empty box', () => {
  expect(boxAround({ set: 'coco17', xy, confidence: new Float64Array(3) })).toEqual([0, 0, 0, 0]);
});
