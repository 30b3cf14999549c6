import { expect, test } from 'vitest';
import { blend } from '../../../core/lift/answer.js';

test('between two answers every number is between', () => {
  const answer = (value: number) => ({
    columns: Float64Array.of(value, 0),
    betas: Float64Array.of(2 * value),
    logSigma: Float64Array.of(-value),
  });
  expect(blend(answer(1), answer(5), 0.75)).toEqual(answer(4));
  expect(blend(answer(1), answer(5), 0)).toEqual(answer(1));
});
