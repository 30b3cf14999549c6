import { FitError } from '../../../core/error.js';
import { densify, type SparseLevel, type Sparsity } from './densify.js';
import { type FlatTable, rootTable } from './flat-table.js';
import type { Constant } from './graph.js';

/** What we read of a TensorFlow Lite file. Slots and codes: tensorflow/lite/schema/schema.fbs. */
export interface TfliteModel {
  readonly tensors: readonly TfliteTensor[];
  readonly operators: readonly TfliteOperator[];
  /** Indices of tensors. */
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
}

export interface TfliteTensor {
  readonly shape: readonly number[];
  /** The stored numbers, made dense; null for what the network computes. */
  readonly constant: Constant | null;
}

export interface TfliteOperator {
  /** Number in the schema's enum BuiltinOperator. */
  readonly code: number;
  /** Indices of tensors; −1 for an optional one that is not there. */
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  readonly options: FlatTable | null;
}

const MODEL = { operatorCodes: 1, subgraphs: 2, buffers: 4 };
const OPERATOR_CODE = { deprecatedCode: 0, code: 3 };
const BUFFER = { data: 0 };
const SUBGRAPH = { tensors: 0, inputs: 1, outputs: 2, operators: 3 };
const TENSOR = { shape: 0, type: 1, buffer: 2, sparsity: 6 };
const OPERATOR = { codeIndex: 0, inputs: 1, outputs: 2, options: 4 };
const SPARSITY = { traversalOrder: 0, dimensions: 2 };
const DIMENSION = { format: 0, denseSize: 1, segmentsType: 2, segments: 3, indicesType: 4, indices: 5 };
const TENSOR_TYPE = { float32: 0, float16: 1, int32: 2 };

/** Reads a TensorFlow Lite file of one subgraph. */
export function readTflite(file: Uint8Array): TfliteModel {
  const model = rootTable(file);
  // Codes beyond 127 did not fit the first field, which then holds 127: the larger of the two is the code.
  const codes = model
    .tables(MODEL.operatorCodes)
    .map((entry) => Math.max(entry.int8(OPERATOR_CODE.deprecatedCode), entry.int32(OPERATOR_CODE.code)));
  const buffers = model.tables(MODEL.buffers).map((buffer) => buffer.bytes(BUFFER.data));
  const subgraphs = model.tables(MODEL.subgraphs);
  if (subgraphs.length !== 1) throw unreadable(`it has ${subgraphs.length} subgraphs`);
  const [subgraph] = subgraphs;
  return {
    tensors: subgraph.tables(SUBGRAPH.tensors).map((tensor) => readTensor(tensor, buffers)),
    operators: subgraph.tables(SUBGRAPH.operators).map((operator) => ({
      code: codes[operator.uint32(OPERATOR.codeIndex)],
      inputs: operator.int32s(OPERATOR.inputs),
      outputs: operator.int32s(OPERATOR.outputs),
      options: operator.table(OPERATOR.options),
    })),
    inputs: subgraph.int32s(SUBGRAPH.inputs),
    outputs: subgraph.int32s(SUBGRAPH.outputs),
  };
}

function readTensor(tensor: FlatTable, buffers: readonly Uint8Array[]): TfliteTensor {
  const shape = tensor.int32s(TENSOR.shape);
  const stored = buffers[tensor.uint32(TENSOR.buffer)];
  if (stored.length === 0) return { shape, constant: null };
  const bytes = new Uint8Array(stored).buffer; // a copy: the typed arrays below need an aligned start
  const type = tensor.int8(TENSOR.type);
  const sparse = tensor.table(TENSOR.sparsity);
  if (sparse !== null && type !== TENSOR_TYPE.float16) throw unreadable('a sparse tensor is not float16');
  switch (type) {
    case TENSOR_TYPE.float16: {
      const halves = new Uint16Array(bytes);
      const data = sparse === null ? halves : densify(shape, readSparsity(sparse), halves);
      return { shape, constant: { type: 'float16', shape, data } };
    }
    case TENSOR_TYPE.float32:
      return { shape, constant: { type: 'float32', shape, data: new Float32Array(bytes) } };
    case TENSOR_TYPE.int32:
      return { shape, constant: { type: 'int32', shape, data: new Int32Array(bytes) } };
    default:
      throw unreadable(`a tensor has type ${type}`);
  }
}

const readSparsity = (sparsity: FlatTable): Sparsity => ({
  traversalOrder: sparsity.int32s(SPARSITY.traversalOrder),
  levels: sparsity.tables(SPARSITY.dimensions).map(readLevel),
});

function readLevel(dimension: FlatTable): SparseLevel {
  if (dimension.int8(DIMENSION.format) === 0) return { format: 'dense', size: dimension.int32(DIMENSION.denseSize) };
  return {
    format: 'csr',
    segments: readIndices(dimension, DIMENSION.segmentsType, DIMENSION.segments),
    indices: readIndices(dimension, DIMENSION.indicesType, DIMENSION.indices),
  };
}

/** A union of three vector types: 1 int32, 2 uint16, 3 uint8. */
function readIndices(dimension: FlatTable, typeSlot: number, slot: number): readonly number[] {
  const vector = dimension.table(slot);
  const type = dimension.uint8(typeSlot);
  if (vector === null || type < 1 || type > 3) throw unreadable('a sparse tensor has no indices');
  if (type === 1) return vector.int32s(0);
  return type === 2 ? vector.uint16s(0) : [...vector.bytes(0)];
}

const unreadable = (what: string): FitError =>
  new FitError('unsupported', 'TensorFlow Lite file', `${what}.`, 'Extend models/build/detector/tflite.ts.');
