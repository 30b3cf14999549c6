import { expect, test } from 'vitest';
import { densify, type Sparsity } from '../../../../models/build/detector/densify.js';
import { seededRandom } from '../../../../models/build/random.js';

test('the CSR example: rows dense, columns listed', () => {
  // 0 7 0
  // 0 0 0
  // 8 0 9
  const sparsity: Sparsity = {
    traversalOrder: [0, 1],
    levels: [
      { format: 'dense', size: 3 },
      { format: 'csr', segments: [0, 1, 1, 3], indices: [1, 0, 2] },
    ],
  };
  expect(Array.from(densify([3, 3], sparsity, Uint16Array.of(7, 8, 9)))).toEqual([0, 7, 0, 0, 0, 0, 8, 0, 9]);
});

const seed = 20231;
test(`a random filter stored as the detector's are comes back (seed ${seed})`, () => {
  const random = seededRandom(seed);
  const shape = [6, 1, 1, 11]; // out×height×width×in, the last level sparse
  const dense = Uint16Array.from({ length: 66 }, () => (random.uniform() < 0.8 ? 0 : 1 + random.integer(60000)));
  const segments = [0];
  const indices: number[] = [];
  for (let row = 0; row < 6; row++) {
    for (let column = 0; column < 11; column++) if (dense[row * 11 + column] !== 0) indices.push(column);
    segments.push(indices.length);
  }
  const sparsity: Sparsity = {
    traversalOrder: [0, 1, 2, 3],
    levels: [
      { format: 'dense', size: 6 },
      { format: 'dense', size: 1 },
      { format: 'dense', size: 1 },
      { format: 'csr', segments, indices },
    ],
  };
  expect(
    densify(
      shape,
      sparsity,
      dense.filter((bits) => bits !== 0),
    ),
  ).toEqual(dense);
});

test('a level may walk another dimension first', () => {
  // Columns first: column 0 holds row 1, column 1 holds rows 0 and 1.
  const sparsity: Sparsity = {
    traversalOrder: [1, 0],
    levels: [
      { format: 'dense', size: 2 },
      { format: 'csr', segments: [0, 1, 3], indices: [1, 0, 1] },
    ],
  };
  expect(Array.from(densify([2, 2], sparsity, Uint16Array.of(5, 6, 7)))).toEqual([0, 6, 5, 7]);
});

test('blocks and left-over numbers are refused', () => {
  const level = { format: 'dense', size: 2 } as const;
  const blocks: Sparsity = { traversalOrder: [0, 1], levels: [level, level] };
  expect(() => densify([4], blocks, new Uint16Array(4))).toThrow(/blocks/);
  const tooMany: Sparsity = { traversalOrder: [0], levels: [level] };
  expect(() => densify([2], tooMany, new Uint16Array(3))).toThrow(/2 of its 3/);
});
