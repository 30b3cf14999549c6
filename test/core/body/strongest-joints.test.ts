import { expect, test } from 'vitest';
import { strongestJoints } from '../../../core/body/strongest-joints.js';

test('the joint with the largest weight of each vertex, the first of equals', () => {
  const weights = Float32Array.of(0.2, 0.5, 0.3, 0, 0, 1, 0.4, 0.2, 0.4, 0, 0.5, 0.5);
  expect([...strongestJoints(weights, 3)]).toEqual([1, 2, 0, 1]);
});
