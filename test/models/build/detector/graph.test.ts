import { expect, test } from 'vitest';
import { reshape, transpose } from '../../../../models/build/detector/graph.js';
import { floats } from './run-graph.js';

test('transpose puts each element where its index goes', () => {
  const [A, B, C, D] = [2, 3, 4, 5];
  const source = floats(
    [A, B, C, D],
    Array.from({ length: A * B * C * D }, (_, i) => i),
  );
  const turned = transpose(source, [3, 0, 2, 1]);
  expect(turned.shape).toEqual([D, A, C, B]);
  for (let a = 0; a < A; a++) {
    for (let b = 0; b < B; b++) {
      for (let c = 0; c < C; c++) {
        for (let d = 0; d < D; d++) {
          const from = ((a * B + b) * C + c) * D + d;
          const to = ((d * A + a) * C + c) * B + b;
          expect(turned.data[to]).toBe(from);
        }
      }
    }
  }
  expect(source.data[1]).toBe(1); // the argument is left alone
});

test('reshape refuses another number of elements', () => {
  expect(reshape(floats([2, 3], [1, 2, 3, 4, 5, 6]), [3, 2]).shape).toEqual([3, 2]);
  expect(() => reshape(floats([2], [1, 2]), [3])).toThrow(/\[2\] does not fit \[3\]/);
});
