import protobuf from 'protobufjs';

/** The elements of an ONNX tensor: their numbers in the enum TensorProto.DataType. */
export const ELEMENT = { float32: 1, int64: 7, bool: 9, float16: 10 } as const;
export type ElementType = keyof typeof ELEMENT;

export interface OnnxModel {
  readonly name: string;
  readonly nodes: readonly OnnxNode[];
  readonly initialisers: readonly OnnxInitialiser[];
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
}

export interface OnnxNode {
  readonly opType: string;
  /** '' for an optional input that is left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, OnnxAttribute>>;
}

/** Integers only: no operator we write has a float attribute. */
export type OnnxAttribute = number | string | readonly number[];

export interface OnnxInitialiser {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly number[];
  /** Little-endian, row-major. */
  readonly bytes: Uint8Array;
}

export interface OnnxValue {
  readonly name: string;
  /** A name stands for a size that is only known at run time, null for a shape of which nothing is said. */
  readonly shape: readonly (number | string)[] | null;
}

/** Version of ONNX's operators that the lowering is written for; 17 is read by every onnxruntime since 1.12. */
const OPSET = 17;
/** Version of the file format that came with that operator set. */
const IR_VERSION = 8;

/** The fields of onnx.proto that we write, with their numbers. An operator set without a domain is ONNX's own. */
const SCHEMA = protobuf.Root.fromJSON({
  nested: {
    Model: {
      fields: {
        irVersion: { type: 'int64', id: 1 },
        producerName: { type: 'string', id: 2 },
        graph: { type: 'Graph', id: 7 },
        opsetImport: { rule: 'repeated', type: 'OperatorSet', id: 8 },
      },
    },
    OperatorSet: { fields: { version: { type: 'int64', id: 2 } } },
    Graph: {
      fields: {
        node: { rule: 'repeated', type: 'Node', id: 1 },
        name: { type: 'string', id: 2 },
        initializer: { rule: 'repeated', type: 'Tensor', id: 5 },
        input: { rule: 'repeated', type: 'ValueInfo', id: 11 },
        output: { rule: 'repeated', type: 'ValueInfo', id: 12 },
      },
    },
    Node: {
      fields: {
        input: { rule: 'repeated', type: 'string', id: 1 },
        output: { rule: 'repeated', type: 'string', id: 2 },
        name: { type: 'string', id: 3 },
        opType: { type: 'string', id: 4 },
        attribute: { rule: 'repeated', type: 'Attribute', id: 5 },
      },
    },
    Attribute: {
      fields: {
        name: { type: 'string', id: 1 },
        i: { type: 'int64', id: 3 },
        s: { type: 'bytes', id: 4 },
        ints: { rule: 'repeated', type: 'int64', id: 8 },
        type: { type: 'int32', id: 20 },
      },
    },
    Tensor: {
      fields: {
        dims: { rule: 'repeated', type: 'int64', id: 1 },
        dataType: { type: 'int32', id: 2 },
        name: { type: 'string', id: 8 },
        rawData: { type: 'bytes', id: 9 },
      },
    },
    ValueInfo: { fields: { name: { type: 'string', id: 1 }, type: { type: 'ValueType', id: 2 } } },
    ValueType: { fields: { tensorType: { type: 'TensorType', id: 1 } } },
    TensorType: { fields: { elemType: { type: 'int32', id: 1 }, shape: { type: 'Shape', id: 2 } } },
    Shape: { fields: { dim: { rule: 'repeated', type: 'Dimension', id: 1 } } },
    Dimension: { fields: { dimValue: { type: 'int64', id: 1 }, dimParam: { type: 'string', id: 2 } } },
  },
});

/** Message type of a whole ONNX file. */
export const ONNX_MODEL = SCHEMA.lookupType('Model');

/** Encodes the model. The same model gives the same bytes: protobufjs writes fields by number, lists in their order. */
export function encodeOnnx(model: OnnxModel): Uint8Array {
  return ONNX_MODEL.encode({
    irVersion: IR_VERSION,
    producerName: 'photorig',
    opsetImport: [{ version: OPSET }],
    graph: {
      name: model.name,
      node: model.nodes.map(({ opType, inputs, outputs, attributes }) => ({
        opType,
        name: outputs[0],
        input: inputs,
        output: outputs,
        attribute: Object.entries(attributes).map(attributeMessage),
      })),
      initializer: model.initialisers.map(({ name, type, shape, bytes }) => ({
        name,
        dataType: ELEMENT[type],
        dims: shape,
        rawData: bytes,
      })),
      input: model.inputs.map(valueMessage),
      output: model.outputs.map(valueMessage),
    },
  }).finish();
}

/** The numbers of the enum AttributeProto.AttributeType. */
const ATTRIBUTE = { int: 2, string: 3, ints: 7 };

function attributeMessage([name, value]: [string, OnnxAttribute]): object {
  if (typeof value === 'number') return { name, type: ATTRIBUTE.int, i: value };
  if (typeof value === 'string') return { name, type: ATTRIBUTE.string, s: new TextEncoder().encode(value) };
  return { name, type: ATTRIBUTE.ints, ints: value };
}

const valueMessage = ({ name, shape }: OnnxValue): object => ({
  name,
  type: {
    tensorType: { elemType: ELEMENT.float32, ...(shape === null ? {} : { shape: { dim: shape.map(sizeMessage) } }) },
  },
});

const sizeMessage = (size: number | string): object =>
  typeof size === 'number' ? { dimValue: size } : { dimParam: size };
