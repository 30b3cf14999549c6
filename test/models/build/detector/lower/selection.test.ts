import { expect, test } from 'vitest';
import { floats, integers, node, runGraph, type SmallGraph } from '../run-graph.js';

const run = async (
  nodes: ReturnType<typeof node>[],
  constants: NonNullable<SmallGraph['constants']>,
  outputs: string[],
) => runGraph({ image: [1, 2, 3], nodes, constants, outputs }, [4, 9, 9, 1, 7, 2]);

test('TopKV2 falls, and of equal values the first comes first', async () => {
  const [values, positions] = await run(
    [
      node('Reshape', 'flat', ['x', 'shape']),
      node('TopKV2', 'top', ['flat', 'count']),
      node('Cast', 'positions', ['top:1'], { DstT: 'DT_FLOAT' }),
    ],
    { shape: integers([2], [1, -1]), count: integers([], [4]) },
    ['top', 'positions'],
  );
  expect(values.data).toEqual([9, 9, 7, 4]);
  expect(positions.data).toEqual([1, 2, 4, 0]);
});

test('ArgMax, Max and Sum drop the axis, or keep it', async () => {
  const results = await run(
    [
      node('ArgMax', 'where', ['x', 'width']),
      node('Cast', 'argMax', ['where'], { DstT: 'DT_FLOAT' }),
      node('Max', 'max', ['x', 'width']),
      node('Max', 'kept', ['x', 'width'], { keep_dims: true }),
      node('Sum', 'sum', ['x', 'width']),
    ],
    { width: integers([], [2]) },
    ['argMax', 'max', 'kept', 'sum'],
  );
  expect(results.map(({ dims, data }) => [dims, data])).toEqual([
    [
      [1, 2, 1],
      [1, 1],
    ],
    [
      [1, 2, 1],
      [9, 7],
    ],
    [
      [1, 2, 1, 1],
      [9, 7],
    ],
    [
      [1, 2, 1],
      [22, 10],
    ],
  ]);
});

test('GatherNd takes positions in the order of TensorFlow', async () => {
  const [result] = await run(
    [node('GatherNd', 'y', ['x', 'positions'])],
    { positions: integers([2, 3], [0, 1, 1, 0, 0, 2]) }, // batch, row, column
    ['y'],
  );
  expect(result.data).toEqual([7, 9]);
});

test('Range counts up to its limit', async () => {
  const constants = { start: floats([], [0]), limit: floats([], [3]), step: floats([], [1]) };
  const [result] = await run([node('Range', 'y', ['start', 'limit', 'step'])], constants, ['y']);
  expect(result.data).toEqual([0, 1, 2]);
});
