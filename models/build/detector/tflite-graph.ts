import { FitError } from '../../../core/error.js';
import type { FlatTable } from './flat-table.js';
import { type Attribute, type Constant, type Graph, type GraphNode, reshape, transpose } from './graph.js';
import { readTflite, type TfliteModel, type TfliteOperator } from './tflite.js';

/** What one operator becomes, given access to the constants, which it may read and add to. */
type Translate = (operator: TfliteOperator, options: FlatTable, constants: Map<string, Constant>) => GraphNode[];

const valueName = (tensor: number): string => `t${tensor}`;

/** Reads a TensorFlow Lite file into the intermediate form. Value t12 is tensor 12 of the file. */
export function graphFromTflite(file: Uint8Array): Graph {
  const model = readTflite(file);
  const constants = new Map<string, Constant>();
  model.tensors.forEach(({ constant }, tensor) => {
    if (constant !== null) constants.set(valueName(tensor), constant);
  });
  const nodes = model.operators.flatMap((operator) => {
    const translate = TRANSLATIONS[operator.code];
    if (translate === undefined) {
      throw new FitError(
        'unsupported',
        'TensorFlow Lite file',
        `operator ${operator.code} is not known.`,
        'Add it to models/build/detector/tflite-graph.ts.',
      );
    }
    return translate(operator, operator.options ?? NO_OPTIONS, constants);
  });
  return {
    inputs: model.inputs.map((tensor) => readInput(model, tensor)),
    outputs: model.outputs.map(valueName),
    nodes,
    constants,
  };
}

function readInput(model: TfliteModel, tensor: number): Graph['inputs'][number] {
  const [, height, width, channels] = model.tensors[tensor].shape;
  return { name: valueName(tensor), height, width, channels };
}

/** Stands in for the options of operators that have none. */
const NO_OPTIONS: FlatTable = {
  int8: (_, absent = 0) => absent,
  uint8: (_, absent = 0) => absent,
  int32: (_, absent = 0) => absent,
  uint32: (_, absent = 0) => absent,
  table: () => null,
  tables: () => [],
  int32s: () => [],
  uint16s: () => [],
  bytes: () => new Uint8Array(0),
};

const CONV = { padding: 0, strideWidth: 1, strideHeight: 2, activation: 3, dilationWidth: 4, dilationHeight: 5 };
const DEPTHWISE = { ...CONV, multiplier: 3, activation: 4, dilationWidth: 5, dilationHeight: 6 };
const POOL = { padding: 0, strideWidth: 1, strideHeight: 2, width: 3, height: 4, activation: 5 };
const RESIZE = { alignCorners: 2, halfPixelCentres: 3 };

/** By number in the schema's enum BuiltinOperator. */
const TRANSLATIONS: Readonly<Record<number, Translate>> = {
  // ADD
  0: (operator, options) => withActivation(options.int8(0), 'AddV2', operator, {}),
  // CONCATENATION
  2: (operator, options, constants) => {
    const axis = `${valueName(operator.outputs[0])}/axis`;
    constants.set(axis, integers([options.int32(0)]));
    return withActivation(options.int8(1), 'ConcatV2', operator, {}, [...operator.inputs.map(valueName), axis]);
  },
  // CONV_2D: the filter comes as out×height×width×in
  3: (operator, options, constants) =>
    convolution('Conv2D', operator, options, CONV, constants, (filter) => transpose(filter, [1, 2, 3, 0])),
  // DEPTHWISE_CONV_2D: the filter comes as 1×height×width×(in·multiplier)
  4: (operator, options, constants) => {
    const multiplier = options.int32(DEPTHWISE.multiplier, 1);
    return convolution('DepthwiseConv2dNative', operator, options, DEPTHWISE, constants, (filter) => {
      const [, height, width, channels] = filter.shape;
      return reshape(filter, [height, width, channels / multiplier, multiplier]);
    });
  },
  // DEPTH_TO_SPACE
  5: (operator, options) => [node('DepthToSpace', operator, { block_size: options.int32(0) })],
  // DEQUANTIZE and DENSIFY: constants are kept as float16 and were made dense when they were read
  6: sameConstant,
  124: sameConstant,
  // LOGISTIC
  14: (operator) => [node('Sigmoid', operator, {})],
  // MAX_POOL_2D
  17: (operator, options) =>
    withActivation(options.int8(POOL.activation), 'MaxPool', operator, {
      padding: paddingName(options.int8(POOL.padding)),
      strides: [options.int32(POOL.strideHeight), options.int32(POOL.strideWidth)],
      ksize: [options.int32(POOL.height), options.int32(POOL.width)],
    }),
  // RESHAPE
  22: (operator) => [node('Reshape', operator, {})],
  // RESIZE_BILINEAR
  23: (operator, options) => [
    node('ResizeBilinear', operator, {
      align_corners: options.uint8(RESIZE.alignCorners) !== 0,
      half_pixel_centers: options.uint8(RESIZE.halfPixelCentres) !== 0,
    }),
  ],
  // PAD
  34: (operator) => [node('Pad', operator, {})],
};

function sameConstant(operator: TfliteOperator, _: FlatTable, constants: Map<string, Constant>): GraphNode[] {
  const constant = constants.get(valueName(operator.inputs[0]));
  if (constant === undefined) {
    throw new FitError('unsupported', 'TensorFlow Lite file', 'a computed tensor is quantised.', 'Use float weights.');
  }
  constants.set(valueName(operator.outputs[0]), constant);
  return [];
}

function convolution(
  op: string,
  operator: TfliteOperator,
  options: FlatTable,
  slots: typeof CONV,
  constants: Map<string, Constant>,
  toTensorFlow: (filter: Constant) => Constant,
): GraphNode[] {
  const [image, filter, bias] = operator.inputs.map(valueName);
  const turned = `${filter}/hwio`;
  constants.set(turned, toTensorFlow(constants.get(filter)!));
  const attributes = {
    padding: paddingName(options.int8(slots.padding)),
    strides: [options.int32(slots.strideHeight, 1), options.int32(slots.strideWidth, 1)],
    dilations: [options.int32(slots.dilationHeight, 1), options.int32(slots.dilationWidth, 1)],
  };
  return withActivation(options.int8(slots.activation), op, operator, attributes, [image, turned, bias]);
}

/** The operator, followed by the activation that TensorFlow Lite fused to it. */
function withActivation(
  activation: number,
  op: string,
  operator: TfliteOperator,
  attributes: Readonly<Record<string, Attribute>>,
  inputs = operator.inputs.map(valueName),
): GraphNode[] {
  const name = valueName(operator.outputs[0]);
  if (activation === 0) return [{ op, name, inputs, attributes }];
  const activationOp = ACTIVATIONS[activation];
  if (activationOp === undefined) {
    throw new FitError('unsupported', 'TensorFlow Lite file', `activation ${activation} is not known.`, 'Add it.');
  }
  const linear = `${name}/linear`;
  return [
    { op, name: linear, inputs, attributes },
    { op: activationOp, name, inputs: [linear], attributes: {} },
  ];
}

/** The schema's enum ActivationFunctionType. */
const ACTIVATIONS: Readonly<Record<number, string>> = { 1: 'Relu', 3: 'Relu6' };

const paddingName = (code: number): string => (code === 0 ? 'SAME' : 'VALID');

const integers = (values: readonly number[]): Constant => ({
  type: 'int32',
  shape: [values.length],
  data: Int32Array.from(values),
});

const node = (op: string, operator: TfliteOperator, attributes: Readonly<Record<string, Attribute>>): GraphNode => ({
  op,
  name: valueName(operator.outputs[0]),
  inputs: operator.inputs.map(valueName),
  attributes,
});
