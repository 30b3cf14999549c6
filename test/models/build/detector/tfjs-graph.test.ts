import { expect, test } from 'vitest';
import { graphFromTfjs } from '../../../../models/build/detector/tfjs-graph.js';

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const FUSED = { list: { s: [base64('BiasAdd'), base64('Relu')] } };

/** A convolution with a fused activation, written after its reader, as TensorFlow.js files may be. */
const model = (fusedOps: object = FUSED) => ({
  signature: { outputs: { output_0: { name: 'Identity:0' } } },
  modelTopology: {
    node: [
      { name: 'Identity', op: 'Identity', input: ['parts:1', '^order'], attr: { T: { type: 'DT_FLOAT' } } },
      { name: 'order', op: 'NoOp' },
      { name: 'parts', op: 'Unpack', input: ['conv'], attr: { num: { i: '2' }, axis: { i: '3' } } },
      {
        name: 'conv',
        op: '_FusedConv2D',
        input: ['input', 'filter', 'bias:0'],
        attr: {
          strides: { list: { i: ['1', '2', '3', '1'] } },
          dilations: { list: { i: ['1', '1', '1', '1'] } },
          padding: { s: base64('SAME') },
          fused_ops: fusedOps,
        },
      },
      { name: 'input', op: 'Placeholder', attr: { dtype: { type: 'DT_INT32' } } },
      { name: 'filter', op: 'Const' },
      { name: 'bias', op: 'Const' },
    ],
  },
  weightsManifest: [
    {
      weights: [
        { name: 'filter', shape: [1, 1, 1, 1], dtype: 'float32', quantization: { dtype: 'float16' } },
        { name: 'bias', shape: [1], dtype: 'float32' },
        { name: 'count', shape: [], dtype: 'int32' },
      ],
    },
  ],
});
const encode = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
/** float16 1, float32 0.5, int32 7: the float does not start at a multiple of four. */
const WEIGHTS = Uint8Array.of(0x00, 0x3c, 0, 0, 0, 0x3f, 7, 0, 0, 0);

test('nodes are ordered, fused operators taken apart, weights read one after the other', () => {
  const graph = graphFromTfjs(encode(model()), WEIGHTS);
  expect(graph.inputs).toEqual([{ name: 'input', height: null, width: null, channels: 3 }]);
  expect(graph.outputs).toEqual(['Identity']);
  expect(graph.nodes.map(({ op, name, inputs }) => [op, name, inputs])).toEqual([
    ['Conv2D', 'conv/linear', ['input', 'filter', 'bias']],
    ['Relu', 'conv', ['conv/linear']],
    ['Unpack', 'parts', ['conv']],
    ['Identity', 'Identity', ['parts:1']],
  ]);
  expect(graph.nodes[0].attributes).toMatchObject({ strides: [2, 3], dilations: [1, 1], padding: 'SAME' });
  expect(graph.nodes[2].attributes).toEqual({ num: 2, axis: 3 });
  expect(Object.fromEntries(graph.constants)).toEqual({
    filter: { type: 'float16', shape: [1, 1, 1, 1], data: Uint16Array.of(0x3c00) },
    bias: { type: 'float32', shape: [1], data: Float32Array.of(0.5) },
    count: { type: 'int32', shape: [], data: Int32Array.of(7) },
  });
});

test('weights that do not fit, missing values and unknown fusions are refused', () => {
  expect(() => graphFromTfjs(encode(model()), WEIGHTS.subarray(0, 8))).toThrow(/8 bytes, expected 10/);
  const other = { list: { s: [base64('FusedBatchNorm')] } };
  expect(() => graphFromTfjs(encode(model(other)), WEIGHTS)).toThrow(/conv fuses FusedBatchNorm/);
  const broken = model();
  broken.modelTopology.node.splice(3, 1);
  expect(() => graphFromTfjs(encode(broken), WEIGHTS)).toThrow(/value conv is missing/);
});
