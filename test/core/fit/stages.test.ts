import { expect, test } from 'vitest';
import { BODY_STAGES } from '../../../core/fit/stages.js';

test('the prior is loosened step by step to its measured strength', () => {
  const weights = BODY_STAGES.map(({ priorWeight }) => priorWeight);
  expect(weights.length).toBeGreaterThan(1);
  expect(weights).toEqual([...weights].sort((a, b) => b - a));
  expect(weights.at(-1)).toBe(1);
});
