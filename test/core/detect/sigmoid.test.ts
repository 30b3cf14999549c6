import { expect, test } from 'vitest';
import { sigmoid } from '../../../core/detect/sigmoid.js';

test('from 0 over a half to 1, without overflow', () => {
  expect([-1e4, 0, 1e4].map(sigmoid)).toEqual([0, 0.5, 1]);
  expect(sigmoid(Math.log(3))).toBeCloseTo(0.75, 12);
});
