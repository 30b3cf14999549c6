import { expect, test } from 'vitest';
import { convolvedSize, samePadding } from '../../../../models/build/detector/padding.js';

test.each([
  // size, kernel, stride, dilation, before, after
  [224, 3, 1, 1, 1, 1],
  [224, 3, 2, 1, 0, 1], // an even size under stride 2: the odd zero goes after
  [7, 3, 2, 1, 1, 1],
  [8, 5, 2, 1, 1, 2],
  [8, 3, 1, 2, 2, 2],
  [8, 1, 2, 1, 0, 0], // the window does not reach past the image: never negative
])(
  'size %i kernel %i stride %i dilation %i is padded by %i and %i',
  (size, kernel, stride, dilation, before, after) => {
    const padding = samePadding(size, kernel, stride, dilation);
    expect(padding).toEqual([before, after]);
    expect(convolvedSize(size, kernel, stride, dilation, padding)).toBe(Math.ceil(size / stride));
  },
);

test('an unknown multiple of the stride is padded as every multiple is', () => {
  for (const [kernel, stride, dilation] of [
    [3, 1, 1],
    [3, 2, 1],
    [5, 2, 1],
    [1, 2, 1],
    [3, 2, 2],
  ]) {
    for (const multiple of [4, 9, 32]) {
      const known = samePadding(multiple * stride, kernel, stride, dilation);
      expect(samePadding(null, kernel, stride, dilation)).toEqual(known);
    }
  }
  expect(convolvedSize(null, 3, 2, 1, [0, 1])).toBeNull();
});

test('without padding only whole windows count', () => {
  expect(convolvedSize(10, 3, 2, 1, [0, 0])).toBe(4);
  expect(convolvedSize(10, 3, 1, 2, [0, 0])).toBe(6);
});
