import { expect, test } from 'vitest';
import { reliability } from './reliability.js';

test('bins of equal numbers, the least sure first; right is within a decimetre', () => {
  const promises = [
    { confidence: 0.9, error: 0.01 },
    { confidence: 0.2, error: 0.3 },
    { confidence: 0.8, error: 0.2 },
    { confidence: 0.4, error: 0.09 },
  ];
  expect(reliability(promises, 2)).toEqual([
    { count: 2, promised: expect.closeTo(0.3, 12), kept: 0.5 },
    { count: 2, promised: expect.closeTo(0.85, 12), kept: 0.5 },
  ]);
});
