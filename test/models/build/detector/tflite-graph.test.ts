import { expect, test } from 'vitest';
import { graphFromTflite } from '../../../../models/build/detector/tflite-graph.js';
import { tinyTflite } from './tiny-tflite.js';

const CONV_2D = 3;
const DEPTHWISE_CONV_2D = 4;
const DEQUANTIZE = 6;

/** Padding VALID, stride 2 wide and 3 high, and an activation, at the slots of Conv2DOptions. */
const convOptions = (activationSlot: number, activation: number) => [
  { slot: 0, type: 'int8', value: 1 } as const,
  { slot: 1, type: 'int32', value: 2 } as const,
  { slot: 2, type: 'int32', value: 3 } as const,
  { slot: activationSlot, type: 'int8', value: activation } as const,
];

test('a convolution: the filter turned, the activation taken out, the float16 constant kept', () => {
  const file = tinyTflite(
    [
      { shape: [1, 8, 8, 3], type: 0 },
      { shape: [2, 1, 1, 3], type: 1, bytes: Uint16Array.of(1, 2, 3, 4, 5, 6) }, // out×height×width×in
      { shape: [2, 1, 1, 3], type: 0 },
      { shape: [2], type: 0, bytes: Float32Array.of(0, 0) },
      { shape: [1, 3, 4, 2], type: 0 },
    ],
    [
      { code: DEQUANTIZE, inputs: [1], outputs: [2] },
      { code: CONV_2D, inputs: [0, 2, 3], outputs: [4], options: convOptions(3, 3) },
    ],
    [0],
    [4],
  );
  const graph = graphFromTflite(file);
  expect(graph.inputs).toEqual([{ name: 't0', height: 8, width: 8, channels: 3 }]);
  expect(graph.outputs).toEqual(['t4']);
  expect(graph.nodes).toEqual([
    {
      op: 'Conv2D',
      name: 't4/linear',
      inputs: ['t0', 't2/hwio', 't3'],
      attributes: { padding: 'VALID', strides: [3, 2], dilations: [1, 1] },
    },
    { op: 'Relu6', name: 't4', inputs: ['t4/linear'], attributes: {} },
  ]);
  expect(graph.constants.get('t2/hwio')).toEqual({
    type: 'float16',
    shape: [1, 1, 3, 2],
    data: Uint16Array.of(1, 4, 2, 5, 3, 6),
  });
});

test('a depthwise filter gets its multiplier as an axis', () => {
  const file = tinyTflite(
    [
      { shape: [1, 4, 4, 2], type: 0 },
      { shape: [1, 1, 1, 4], type: 1, bytes: Uint16Array.of(1, 2, 3, 4) },
      { shape: [4], type: 0, bytes: new Float32Array(4) },
      { shape: [1, 2, 2, 4], type: 0 },
    ],
    [
      {
        code: DEPTHWISE_CONV_2D,
        inputs: [0, 1, 2],
        outputs: [3],
        options: [...convOptions(4, 0), { slot: 3, type: 'int32', value: 2 }],
      },
    ],
    [0],
    [3],
  );
  const graph = graphFromTflite(file);
  expect(graph.nodes.map(({ op }) => op)).toEqual(['DepthwiseConv2dNative']);
  expect(graph.constants.get('t1/hwio')?.shape).toEqual([1, 1, 2, 2]);
});

test('unknown operators and activations are refused', () => {
  const tensors = [{ shape: [1, 2, 2, 1], type: 0 }];
  const softmax = tinyTflite(tensors, [{ code: 25, inputs: [0], outputs: [0] }], [0], [0]);
  expect(() => graphFromTflite(softmax)).toThrow(/operator 25 is not known/);
  const tanh = { code: 0, inputs: [0, 0], outputs: [0], options: [{ slot: 0, type: 'int8', value: 4 } as const] };
  expect(() => graphFromTflite(tinyTflite(tensors, [tanh], [0], [0]))).toThrow(/activation 4 is not known/);
  const computed = tinyTflite(tensors, [{ code: DEQUANTIZE, inputs: [0], outputs: [0] }], [0], [0]);
  expect(() => graphFromTflite(computed)).toThrow(/quantised/);
});
