import { expect, test } from 'vitest';
import { readTflite } from '../../../../models/build/detector/tflite.js';
import { tinyTflite } from './tiny-tflite.js';

test('tensors, constants and operators are read', () => {
  const file = tinyTflite(
    [
      { shape: [1, 2, 2, 3], type: 0 },
      { shape: [2], type: 0, bytes: Float32Array.of(0.5, -1.5) },
      { shape: [2, 1], type: 1, bytes: Uint16Array.of(0x3c00, 0xc000) },
      { shape: [3], type: 2, bytes: Int32Array.of(1, -1, 70000) },
    ],
    [{ code: 124, inputs: [0, -1], outputs: [3] }],
    [0],
    [3],
  );
  const model = readTflite(file);
  expect(model.inputs).toEqual([0]);
  expect(model.outputs).toEqual([3]);
  expect(model.operators.map(({ code, inputs, outputs }) => ({ code, inputs, outputs }))).toEqual([
    { code: 124, inputs: [0, -1], outputs: [3] },
  ]);
  expect(model.tensors).toEqual([
    { shape: [1, 2, 2, 3], constant: null },
    { shape: [2], constant: { type: 'float32', shape: [2], data: Float32Array.of(0.5, -1.5) } },
    { shape: [2, 1], constant: { type: 'float16', shape: [2, 1], data: Uint16Array.of(0x3c00, 0xc000) } },
    { shape: [3], constant: { type: 'int32', shape: [3], data: Int32Array.of(1, -1, 70000) } },
  ]);
});

test('a sparse tensor comes out dense', () => {
  const csr = { segments: Int32Array.of(0, 1, 3), indices: Uint8Array.of(2, 0, 1) };
  const file = tinyTflite([{ shape: [2, 3], type: 1, bytes: Uint16Array.of(7, 8, 9), csr }], [], [], []);
  expect(readTflite(file).tensors[0].constant?.data).toEqual(Uint16Array.of(0, 0, 7, 8, 9, 0));
});

test('other element types are refused', () => {
  const file = tinyTflite([{ shape: [1], type: 9, bytes: Uint8Array.of(1) }], [], [], []);
  expect(() => readTflite(file)).toThrow(/type 9/);
});
