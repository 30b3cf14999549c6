import { expect, test } from 'vitest';
import { floats, integers, node, runGraph } from '../run-graph.js';

const IMAGE = [2, 1, 2] as const;
const PLANES = [-1, 2, 3, 8]; // channel 0: −1 2, channel 1: 3 8

test.each([
  ['Abs', [1, 2, 3, 8]],
  ['Relu', [0, 2, 3, 8]],
  ['Relu6', [0, 2, 3, 6]],
  ['Exp', PLANES.map(Math.exp)],
  ['Reciprocal', PLANES.map((value) => 1 / value)],
  ['Sigmoid', PLANES.map((value) => 1 / (1 + Math.exp(-value)))],
])('%s acts on every number and leaves the order', async (op, expected) => {
  const [result] = await runGraph({ image: IMAGE, nodes: [node(op, 'y', ['x'])], outputs: ['y'] }, PLANES);
  expect(result.dims).toEqual([1, 2, 1, 2]);
  result.data.forEach((value, i) => {
    expect(Math.abs(value / expected[i] - 1) || 0).toBeLessThan(1e-5); // float32
  });
});

test.each([
  ['AddV2', [1, 4, 7, 12]],
  ['Sub', [-3, 0, -1, 4]],
  ['Mul', [-2, 4, 12, 32]],
  ['RealDiv', [-0.5, 1, 0.75, 2]],
  ['Maximum', [2, 2, 4, 8]],
  ['Minimum', [-1, 2, 3, 4]],
  ['SquaredDifference', [9, 0, 1, 16]],
])('%s of an image and one constant a channel', async (op, expected) => {
  const constants = { c: floats([1, 1, 1, 2], [2, 4]) };
  const [result] = await runGraph(
    { image: IMAGE, nodes: [node(op, 'y', ['x', 'c'])], constants, outputs: ['y'] },
    PLANES,
  );
  expect(result.dims).toEqual([1, 2, 1, 2]);
  expect(result.data).toEqual(expected);
});

test('Identity adds no operator', async () => {
  const nodes = [node('Identity', 'same', ['x']), node('Abs', 'y', ['same'])];
  expect((await runGraph({ image: IMAGE, nodes, outputs: ['y'] }, PLANES))[0].data).toEqual([1, 2, 3, 8]);
});

test('an image and a computed value broadcast in the order of TensorFlow', async () => {
  const [result] = await runGraph(
    {
      image: IMAGE,
      nodes: [
        node('Reshape', 'row', ['c', 'shape']),
        node('AddV2', 'y', ['x', 'row']), // 1×1×2×2 (height, width, channels) + 2: the last axis is the channels
      ],
      constants: { c: floats([1, 2], [100, 200]), shape: integers([1], [2]) },
      outputs: ['y'],
    },
    PLANES,
  );
  expect(result.dims).toEqual([1, 1, 2, 2]);
  expect(result.data).toEqual([99, 203, 102, 208]);
});

test('comparisons, logic and casts', async () => {
  const constants = { two: floats([], [2]), three: floats([], [3]), eight: floats([], [8]) };
  const run = async (nodes: ReturnType<typeof node>[]): Promise<number[]> => {
    const cast = node('Cast', 'y', ['flag'], { DstT: 'DT_FLOAT' });
    return (await runGraph({ image: IMAGE, nodes: [...nodes, cast], constants, outputs: ['y'] }, PLANES))[0].data;
  };
  expect(await run([node('Less', 'flag', ['x', 'three'])])).toEqual([1, 1, 0, 0]);
  expect(await run([node('Greater', 'flag', ['x', 'two'])])).toEqual([0, 0, 1, 1]);
  expect(await run([node('GreaterEqual', 'flag', ['x', 'two'])])).toEqual([0, 1, 1, 1]);
  expect(await run([node('Equal', 'flag', ['x', 'eight'])])).toEqual([0, 0, 0, 1]);
  const both = [node('Less', 'a', ['x', 'eight']), node('Greater', 'b', ['x', 'two'])];
  expect(await run([...both, node('LogicalAnd', 'flag', ['a', 'b'])])).toEqual([0, 0, 1, 0]);
  const select = [node('Greater', 'b', ['x', 'two']), node('Select', 'flag', ['b', 'x', 'two'])];
  expect(await run(select)).toEqual([2, 2, 3, 8]);
  expect(await run([node('AddN', 'flag', ['x', 'x', 'two'])])).toEqual([0, 6, 8, 18]);
});

test('FloorDiv of positions rounds down', async () => {
  const nodes = [
    node('Cast', 'whole', ['x'], { DstT: 'DT_INT32' }),
    node('FloorDiv', 'row', ['whole', 'width']),
    node('Cast', 'y', ['row'], { DstT: 'DT_FLOAT' }),
  ];
  const [result] = await runGraph(
    { image: IMAGE, nodes, constants: { width: integers([], [3]) }, outputs: ['y'] },
    [0, 2, 3, 8],
  );
  expect(result.data).toEqual([0, 0, 1, 2]);
});

test('a cast to an unknown type is refused', async () => {
  const graph = { image: IMAGE, nodes: [node('Cast', 'y', ['x'], { DstT: 'DT_STRING' })], outputs: ['y'] };
  await expect(runGraph(graph, PLANES)).rejects.toThrow(/DT_STRING/);
});
