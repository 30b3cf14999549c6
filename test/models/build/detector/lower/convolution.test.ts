import { expect, test } from 'vitest';
import { halfToFloat } from '../../../../../models/build/detector/half.js';
import { seededRandom } from '../../../../../models/build/random.js';
import { floatsToHalves } from '../../../../../models/npy.js';
import { floats, node, runGraph } from '../run-graph.js';

const seed = 51;

/** TensorFlow's definition, written out: image and filter as TensorFlow has them, zeros outside the image. */
function convolve(
  image: number[][][], // y, x, c
  filter: (y: number, x: number, c: number, out: number) => number,
  [kernel, stride, dilation, before, outChannels]: number[],
): number[] {
  const size = image.length;
  const outSize = Math.ceil(size / stride);
  const planes: number[] = [];
  for (let out = 0; out < outChannels; out++) {
    for (let oy = 0; oy < outSize; oy++) {
      for (let ox = 0; ox < outSize; ox++) {
        let sum = 0;
        for (let ky = 0; ky < kernel; ky++) {
          for (let kx = 0; kx < kernel; kx++) {
            const pixel = image[oy * stride + ky * dilation - before]?.[ox * stride + kx * dilation - before];
            pixel?.forEach((value, c) => {
              sum += value * filter(ky, kx, c, out);
            });
          }
        }
        planes.push(sum);
      }
    }
  }
  return planes;
}

test.each([
  // kernel, stride, dilation, zeros before
  [3, 1, 1, 1],
  [3, 2, 1, 0],
  [5, 2, 1, 1],
  [3, 1, 2, 2],
])(`Conv2D SAME, kernel %i stride %i dilation %i (seed ${seed})`, async (kernel, stride, dilation, before) => {
  const random = seededRandom(seed);
  const [size, channels, outChannels] = [8, 2, 3];
  const planes = Array.from({ length: channels * size * size }, random.normal);
  const weights = floatsToHalves(Array.from({ length: kernel * kernel * channels * outChannels }, random.normal));
  const image = Array.from({ length: size }, (_, y) =>
    Array.from({ length: size }, (_, x) =>
      Array.from({ length: channels }, (_, c) => planes[(c * size + y) * size + x]),
    ),
  );
  const filter = (y: number, x: number, c: number, out: number): number =>
    halfToFloat(weights[((y * kernel + x) * channels + c) * outChannels + out]);
  const attributes = { padding: 'SAME', strides: [stride, stride], dilations: [dilation, dilation] };
  for (const anySize of [false, true]) {
    const [result] = await runGraph(
      {
        image: [channels, size, size],
        nodes: [node('Conv2D', 'y', ['x', 'filter', 'bias'], attributes)],
        constants: {
          filter: { type: 'float16', shape: [kernel, kernel, channels, outChannels], data: weights },
          bias: floats([outChannels], [10, 20, 30]),
        },
        outputs: ['y'],
        anySize,
      },
      planes,
    );
    const expected = convolve(image, filter, [kernel, stride, dilation, before, outChannels]);
    const outSize = Math.ceil(size / stride);
    expect(result.dims).toEqual([1, outChannels, outSize, outSize]);
    result.data.forEach((value, i) => {
      const bias = 10 * (1 + Math.floor(i / outSize ** 2));
      expect(value).toBeCloseTo(expected[i] + bias, 4); // float32 sums of at most 50 products near 1
    });
  }
});

test('DepthwiseConv2dNative keeps channels apart, multiplier 2', async () => {
  const [result] = await runGraph(
    {
      image: [2, 1, 2],
      nodes: [
        node('DepthwiseConv2dNative', 'y', ['x', 'filter'], { padding: 'VALID', strides: [1, 1], dilations: [1, 1] }),
      ],
      // height×width×channels×multiplier: one row, two columns
      constants: { filter: floats([1, 2, 2, 2], [1, 2, 3, 4, 10, 20, 30, 40]) },
      outputs: ['y'],
    },
    [5, 6, 7, 8],
  );
  expect(result.dims).toEqual([1, 4, 1, 1]);
  // 5·1 + 6·10, 5·2 + 6·20, 7·3 + 8·30, 7·4 + 8·40
  expect(result.data).toEqual([65, 130, 261, 348]);
});

test('MaxPool SAME ignores what lies outside', async () => {
  const attributes = { padding: 'SAME', ksize: [2, 2], strides: [2, 2] };
  const [result] = await runGraph(
    { image: [1, 3, 3], nodes: [node('MaxPool', 'y', ['x'], attributes)], outputs: ['y'] },
    [-1, -2, -3, -4, -5, -6, -7, -8, -9],
  );
  expect(result.data).toEqual([-1, -3, -7, -9]);
});

test('another kind of padding is refused', async () => {
  const attributes = { padding: 'EXPLICIT', ksize: [2, 2], strides: [2, 2] };
  const graph = { image: [1, 2, 2] as const, nodes: [node('MaxPool', 'y', ['x'], attributes)], outputs: ['y'] };
  await expect(runGraph(graph, [1, 2, 3, 4])).rejects.toThrow(/padding EXPLICIT/);
});
