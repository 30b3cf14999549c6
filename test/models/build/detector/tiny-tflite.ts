import { Builder, type Offset } from 'flatbuffers';

/** One operator of a tiny TensorFlow Lite file. */
export interface TinyOperator {
  readonly code: number;
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  /** Slots of the options: int8 (padding, activations) or int32. */
  readonly options?: readonly { readonly slot: number; readonly type: 'int8' | 'int32'; readonly value: number }[];
}

/** One tensor; `bytes` for a constant. Types: 0 float32, 1 float16, 2 int32. */
export interface TinyTensor {
  readonly shape: readonly number[];
  readonly type: number;
  readonly bytes?: ArrayBufferView;
  /** Columns of a sparse matrix, rows dense. */
  readonly csr?: { readonly segments: Int32Array; readonly indices: Uint8Array };
}

/** Writes a TensorFlow Lite file after tensorflow/lite/schema/schema.fbs: enough of it for the reader's tests. */
export function tinyTflite(
  tensors: readonly TinyTensor[],
  operators: readonly TinyOperator[],
  inputs: readonly number[],
  outputs: readonly number[],
): Uint8Array {
  const builder = new Builder(1024);
  const int32s = (values: ArrayLike<number>): Offset => {
    builder.startVector(4, values.length, 4);
    for (let i = values.length - 1; i >= 0; i--) builder.addInt32(values[i]);
    return builder.endVector();
  };
  const offsets = (values: readonly Offset[]): Offset => {
    builder.startVector(4, values.length, 4);
    for (let i = values.length - 1; i >= 0; i--) builder.addOffset(values[i]);
    return builder.endVector();
  };
  const table = (fields: Readonly<Record<number, { kind: 'int8' | 'int32' | 'offset'; value: number }>>): Offset => {
    builder.startObject(8);
    for (const [slot, { kind, value }] of Object.entries(fields)) {
      if (kind === 'int8') builder.addFieldInt8(Number(slot), value, -128);
      else if (kind === 'int32') builder.addFieldInt32(Number(slot), value, -(2 ** 31));
      else builder.addFieldOffset(Number(slot), value, 0);
    }
    return builder.endObject();
  };
  const int8 = (value: number) => ({ kind: 'int8', value }) as const;
  const int32 = (value: number) => ({ kind: 'int32', value }) as const;
  const offset = (value: number) => ({ kind: 'offset', value }) as const;

  const buffers = tensors.map(({ bytes }) => {
    if (bytes === undefined) return table({});
    const data = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return table({ 0: offset(builder.createByteVector(data)) });
  });
  const sparsity = ({ shape, csr }: TinyTensor): Offset | null => {
    if (csr === undefined) return null;
    const segments = table({ 0: offset(int32s(csr.segments)) });
    const indices = table({ 0: offset(builder.createByteVector(csr.indices)) });
    const rows = table({ 0: int8(0), 1: int32(shape[0]) });
    const columns = table({ 0: int8(1), 2: int8(1), 3: offset(segments), 4: int8(3), 5: offset(indices) });
    return table({ 0: offset(int32s([0, 1])), 2: offset(offsets([rows, columns])) });
  };
  const tensorTables = tensors.map((tensor, i) => {
    const sparse = sparsity(tensor);
    const fields = { 0: offset(int32s(tensor.shape)), 1: int8(tensor.type), 2: int32(i) };
    return table(sparse === null ? fields : { ...fields, 6: offset(sparse) });
  });
  const operatorTables = operators.map((operator, i) => {
    const options = table(
      Object.fromEntries((operator.options ?? []).map(({ slot, type, value }) => [slot, { kind: type, value }])),
    );
    const [read, written] = [int32s(operator.inputs), int32s(operator.outputs)];
    return table({ 0: int32(i), 1: offset(read), 2: offset(written), 4: offset(options) });
  });
  const subgraph = table({
    0: offset(offsets(tensorTables)),
    1: offset(int32s(inputs)),
    2: offset(int32s(outputs)),
    3: offset(offsets(operatorTables)),
  });
  // As the format has it since code 128: the old one-byte field first, then the wide one.
  const codes = operators.map(({ code }) => table({ 0: int8(Math.min(code, 127)), 3: int32(code) }));
  builder.finish(table({ 1: offset(offsets(codes)), 2: offset(offsets([subgraph])), 4: offset(offsets(buffers)) }));
  return builder.asUint8Array();
}
