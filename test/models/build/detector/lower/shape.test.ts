import { expect, test } from 'vitest';
import { floats, integers, node, runGraph, type SmallGraph } from '../run-graph.js';

/** Channels 2, height 3, width 4: every number tells where it was, in TensorFlow's order yxc. */
const IMAGE = [2, 3, 4] as const;
const PLANES = Array.from({ length: 24 }, (_, i) => {
  const [c, y, x] = [Math.floor(i / 12), Math.floor(i / 4) % 3, i % 4];
  return 100 * y + 10 * x + c;
});
const yxc = (y: number, x: number, c: number): number => 100 * y + 10 * x + c;

const run = async (
  nodes: ReturnType<typeof node>[],
  constants: NonNullable<SmallGraph['constants']> = {},
  outputs = ['y'],
) => runGraph({ image: IMAGE, nodes, constants, outputs, anySize: true }, PLANES);

test('Reshape flattens in the order height, width, channels', async () => {
  const [result] = await run([node('Reshape', 'y', ['x', 'shape'])], { shape: integers([2], [1, -1]) });
  expect(result.dims).toEqual([1, 24]);
  expect(result.data.slice(0, 4)).toEqual([yxc(0, 0, 0), yxc(0, 0, 1), yxc(0, 1, 0), yxc(0, 1, 1)]);
});

test('Shape of an image, and of what is no image any more', async () => {
  const results = await run(
    [
      node('Shape', 'a', ['x']),
      node('Cast', 'image', ['a'], { DstT: 'DT_FLOAT' }),
      node('Squeeze', 'grid', ['x'], { squeeze_dims: [0] }),
      node('Shape', 'b', ['grid']),
      node('Cast', 'plain', ['b'], { DstT: 'DT_FLOAT' }),
    ],
    {},
    ['image', 'plain'],
  );
  expect(results.map(({ data }) => data)).toEqual([
    [1, 3, 4, 2],
    [3, 4, 2],
  ]);
});

test('StridedSlice: bounds, steps, negative positions, dropped and new axes', async () => {
  const bounds = (begin: number[], end: number[], step: number[]) => ({
    begin: integers([begin.length], begin),
    end: integers([end.length], end),
    step: integers([step.length], step),
  });
  const slice = (attributes: Record<string, number>) => [
    node('StridedSlice', 'y', ['x', 'begin', 'end', 'step'], attributes),
  ];
  // x[:, 1, 0:4:2, -1]
  const [mixed] = await run(
    slice({ begin_mask: 1, end_mask: 1, shrink_axis_mask: 0b0010 }),
    bounds([0, 1, 0, -1], [0, 2, 4, 2], [1, 1, 2, 1]),
  );
  expect(mixed.dims).toEqual([1, 2, 1]);
  expect(mixed.data).toEqual([yxc(1, 0, 1), yxc(1, 2, 1)]);
  // x[0, new, 2:]
  const [added] = await run(
    slice({ shrink_axis_mask: 0b001, new_axis_mask: 0b010, end_mask: 0b100 }),
    bounds([0, 0, 2], [1, 0, 0], [1, 1, 1]),
  );
  expect(added.dims).toEqual([1, 1, 4, 2]);
  expect(added.data[0]).toBe(yxc(2, 0, 0));
  await expect(run(slice({ ellipsis_mask: 1 }), bounds([0], [1], [1]))).rejects.toThrow(/ellipsis/);
});

test('Unpack, Pack and ExpandDims undo each other', async () => {
  const [planes, lifted] = await run(
    [
      node('Unpack', 'part', ['x'], { axis: 3, num: 2 }),
      node('Pack', 'planes', ['part:1', 'part'], { axis: 0 }),
      node('ExpandDims', 'lifted', ['part', 'axis']),
    ],
    { axis: integers([], [-1]) },
    ['planes', 'lifted'],
  );
  expect(planes.dims).toEqual([2, 1, 3, 4]);
  expect(planes.data[0]).toBe(yxc(0, 0, 1));
  expect(planes.data[12]).toBe(yxc(0, 0, 0));
  expect(lifted.dims).toEqual([1, 3, 4, 1]);
});

test('Split and ConcatV2 along an axis of TensorFlow', async () => {
  const [result] = await run(
    [node('Split', 'part', ['axis', 'x'], { num_split: 2 }), node('ConcatV2', 'y', ['part:1', 'part', 'axis'])],
    { axis: integers([], [2]) },
  );
  expect(result.dims).toEqual([1, 3, 4, 2]);
  expect(result.data.slice(0, 8)).toEqual([2, 3, 0, 1].flatMap((x) => [yxc(0, x, 0), yxc(0, x, 1)]));
});

test('Size, Fill and Tile', async () => {
  const results = await run(
    [
      node('Size', 'count', ['x']),
      node('Cast', 'size', ['count'], { DstT: 'DT_FLOAT' }),
      node('Fill', 'ones', ['shape', 'five']),
      node('Tile', 'tiled', ['ones', 'repeats']),
    ],
    { shape: integers([2], [1, 2]), five: floats([], [5]), repeats: integers([2], [3, 1]) },
    ['size', 'ones', 'tiled'],
  );
  expect(results.map(({ dims, data }) => [dims, data])).toEqual([
    [[], [24]],
    [
      [1, 2],
      [5, 5],
    ],
    [
      [3, 2],
      [5, 5, 5, 5, 5, 5],
    ],
  ]);
});
