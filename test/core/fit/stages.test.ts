import { expect, test } from 'vitest';
import { STAGES } from '../../../core/fit/stages.js';

test('the camera comes first, then the prior is loosened step by step to its measured strength', () => {
  const [first, ...body] = STAGES;
  expect(first.moves).toBe('camera');
  expect(body.every(({ moves }) => moves === 'body')).toBe(true);
  const weights = body.map(({ priorWeight }) => priorWeight);
  expect(weights).toEqual([...weights].sort((a, b) => b - a));
  expect(weights.at(-1)).toBe(1);
});
