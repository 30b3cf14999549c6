import { expect, test } from 'vitest';
import {
  apply,
  IDENTITY,
  multiply,
  rotationAbout,
  rotationBetween,
  type Vector3,
  Z_AXIS,
} from '../../../../models/build/body/matrix3.js';

const expectClose = (actual: readonly number[], expected: readonly number[]): void => {
  actual.forEach((value, k) => {
    expect(value).toBeCloseTo(expected[k], 12);
  });
};

test('a quarter turn about z takes x to y', () => {
  expectClose(apply(rotationAbout(Z_AXIS, Math.PI / 2), [1, 0, 0]), [0, 1, 0]);
});

test('two thirds of a turn in two steps', () => {
  const axis: Vector3 = [0.6, 0, 0.8];
  expectClose(multiply(rotationAbout(axis, 2), rotationAbout(axis, 1)), rotationAbout(axis, 3));
});

test('rotationBetween turns one direction into the other, whatever their lengths', () => {
  const turned = apply(rotationBetween([0, 3, 4], [2, 0, 0]), [0, 3, 4]);
  expectClose(turned, [5, 0, 0]);
  expect(rotationBetween([1, 2, 3], [2, 4, 6])).toBe(IDENTITY);
});
