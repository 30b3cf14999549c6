import { expect, test } from 'vitest';
import { halfToFloat } from '../../../../models/build/detector/half.js';
import { floatsToHalves } from '../../../../models/npy.js';

// Bit patterns and values: IEEE 754-2008, binary16.
test.each([
  [0x0000, 0],
  [0x3c00, 1],
  [0xc000, -2],
  [0x3555, 0.333251953125],
  [0x7bff, 65504],
  [0x0400, 2 ** -14],
  [0x0001, 2 ** -24],
  [0x83ff, -1023 * 2 ** -24],
  [0x7c00, Number.POSITIVE_INFINITY],
  [0xfc00, Number.NEGATIVE_INFINITY],
])('bits %i are %d', (bits, value) => {
  expect(halfToFloat(bits)).toBe(value);
});

test('the negative zero keeps its sign, a NaN is NaN', () => {
  expect(halfToFloat(0x8000)).toBe(-0);
  expect(halfToFloat(0x7e00)).toBeNaN();
});

test('every finite bit pattern survives the way to float32 and back', () => {
  const finite = Array.from({ length: 65536 }, (_, bits) => bits).filter((bits) => (bits & 0x7c00) !== 0x7c00);
  expect(Array.from(floatsToHalves(finite.map(halfToFloat)))).toEqual(finite);
});
