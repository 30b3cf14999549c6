import { expect, test } from 'vitest';
import { floats, integers, node, runGraph } from '../run-graph.js';

test('Pad adds rows, columns and channels where TensorFlow does', async () => {
  const [result] = await runGraph(
    {
      image: [1, 1, 2],
      nodes: [node('Pad', 'y', ['x', 'pads'])],
      // batch, height (one below), width (one before), channels (one after)
      constants: { pads: integers([4, 2], [0, 0, 0, 1, 1, 0, 0, 1]) },
      outputs: ['y'],
    },
    [3, 4],
  );
  expect(result.dims).toEqual([1, 2, 2, 3]);
  expect(result.data).toEqual([0, 3, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
});

test('ResizeBilinear with centres at half pixels, the size given or computed', async () => {
  const attributes = { align_corners: false, half_pixel_centers: true };
  // Twice as wide: columns at −0.25, 0.25, 0.75, 1.25 of the source, clamped.
  const expected = [0, 2, 6, 8];
  const [given] = await runGraph(
    {
      image: [1, 1, 2],
      nodes: [node('ResizeBilinear', 'y', ['x', 'size'], attributes)],
      constants: { size: integers([2], [1, 4]) },
      outputs: ['y'],
    },
    [0, 8],
  );
  expect(given.data).toEqual(expected);

  const [computed] = await runGraph(
    {
      image: [1, 1, 2],
      nodes: [
        node('Shape', 'shape', ['x']),
        node('StridedSlice', 'size', ['shape', 'one', 'three', 'step']),
        node('Mul', 'twice', ['size', 'factors']),
        node('ResizeBilinear', 'y', ['x', 'twice'], attributes),
      ],
      constants: {
        one: integers([1], [1]),
        three: integers([1], [3]),
        step: integers([1], [1]),
        factors: integers([2], [1, 2]),
      },
      outputs: ['y'],
      anySize: true,
    },
    [0, 8],
  );
  expect(computed.dims).toEqual([1, 1, 1, 4]);
  expect(computed.data).toEqual(expected);
});

test('ResizeBilinear with aligned corners is refused', async () => {
  const graph = {
    image: [1, 1, 2] as const,
    nodes: [node('ResizeBilinear', 'y', ['x', 'size'], { align_corners: true })],
    constants: { size: integers([2], [1, 4]) },
    outputs: ['y'],
  };
  await expect(runGraph(graph, [0, 8])).rejects.toThrow(/corners aligned/);
});

test('DepthToSpace reads the channels of a pixel row by row', async () => {
  const [result] = await runGraph(
    {
      image: [8, 1, 1],
      nodes: [node('DepthToSpace', 'wide', ['x'], { block_size: 2 }), node('AddV2', 'y', ['wide', 'zero'])],
      constants: { zero: floats([], [0]) },
      outputs: ['y'],
    },
    [0, 1, 2, 3, 4, 5, 6, 7],
  );
  // TensorFlow's example in channels last: [[0,1],[2,3]] / [[4,5],[6,7]] per pixel; channels first splits even and odd.
  expect(result.dims).toEqual([1, 2, 2, 2]);
  expect(result.data).toEqual([0, 2, 4, 6, 1, 3, 5, 7]);
});
