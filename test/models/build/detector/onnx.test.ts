import { expect, test } from 'vitest';
import { encodeOnnx, ONNX_MODEL, type OnnxModel } from '../../../../models/build/detector/onnx.js';

const MODEL: OnnxModel = {
  name: 'round trip',
  nodes: [
    {
      opType: 'Conv',
      inputs: ['image', 'weight', ''],
      outputs: ['feature'],
      attributes: { pads: [0, 0, 1, 1], group: 1, auto_pad: 'NOTSET' },
    },
  ],
  initialisers: [{ name: 'weight', type: 'float16', shape: [1, 2], bytes: Uint8Array.of(0, 60, 0, 192) }],
  inputs: [{ name: 'image', shape: [1, 3, 'height', 'width'] }],
  outputs: [{ name: 'feature', shape: [1, 195] }],
};

test('what is encoded decodes to the same', () => {
  const decoded = ONNX_MODEL.toObject(ONNX_MODEL.decode(encodeOnnx(MODEL)), { longs: Number, bytes: Array });
  expect(decoded).toEqual({
    irVersion: 8,
    producerName: 'photorig',
    opsetImport: [{ version: 17 }],
    graph: {
      name: 'round trip',
      node: [
        {
          opType: 'Conv',
          name: 'feature',
          input: ['image', 'weight', ''],
          output: ['feature'],
          attribute: [
            { name: 'pads', type: 7, ints: [0, 0, 1, 1] },
            { name: 'group', type: 2, i: 1 },
            { name: 'auto_pad', type: 3, s: [...'NOTSET'].map((letter) => letter.charCodeAt(0)) },
          ],
        },
      ],
      initializer: [{ name: 'weight', dataType: 10, dims: [1, 2], rawData: [0, 60, 0, 192] }],
      input: [
        {
          name: 'image',
          type: {
            tensorType: {
              elemType: 1,
              shape: { dim: [{ dimValue: 1 }, { dimValue: 3 }, { dimParam: 'height' }, { dimParam: 'width' }] },
            },
          },
        },
      ],
      output: [
        {
          name: 'feature',
          type: { tensorType: { elemType: 1, shape: { dim: [{ dimValue: 1 }, { dimValue: 195 }] } } },
        },
      ],
    },
  });
});

test('the same model gives the same bytes', () => {
  expect(encodeOnnx(structuredClone(MODEL))).toEqual(encodeOnnx(MODEL));
});
