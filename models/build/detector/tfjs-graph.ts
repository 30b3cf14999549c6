import { FitError } from '../../../core/error.js';
import { type Attribute, type Constant, elementCount, type Graph, type GraphNode } from './graph.js';

/** The parts we read of a TensorFlow.js graph model: a GraphDef in JSON and a table of the weights. */
interface TfjsModel {
  readonly signature: { readonly outputs: Readonly<Record<string, { readonly name: string }>> };
  readonly modelTopology: { readonly node: readonly TfjsNode[] };
  readonly weightsManifest: readonly { readonly weights: readonly TfjsWeight[] }[];
}

interface TfjsNode {
  readonly name: string;
  readonly op: string;
  readonly input?: readonly string[];
  readonly attr?: Readonly<Record<string, TfjsAttribute>>;
}

/** One of protobuf's oneof; strings in base64, 64-bit integers as strings. */
interface TfjsAttribute {
  readonly s?: string;
  readonly i?: string | number;
  readonly b?: boolean;
  readonly f?: number;
  readonly type?: string;
  readonly list?: { readonly s?: readonly string[]; readonly i?: readonly (string | number)[] };
}

interface TfjsWeight {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly quantization?: { readonly dtype: string };
}

/**
 * Reads a TensorFlow.js graph model that takes one RGB image of any size.
 *
 * @param topology the .json file
 * @param weights  the .bin file, the weights one after the other
 */
export function graphFromTfjs(topology: Uint8Array, weights: Uint8Array): Graph {
  const model: TfjsModel = JSON.parse(new TextDecoder().decode(topology));
  const outputs = Object.values(model.signature.outputs).map(({ name }) => valueName(name));
  const source = model.modelTopology.node;
  return {
    inputs: source
      .filter(({ op }) => op === 'Placeholder')
      .map(({ name }) => ({ name, height: null, width: null, channels: 3 })),
    outputs,
    nodes: inOrder(source, outputs)
      .filter(({ op }) => op !== 'Const' && op !== 'Placeholder')
      .flatMap(splitFused),
    constants: readWeights(
      model.weightsManifest.flatMap((group) => group.weights),
      weights,
    ),
  };
}

/** `^name` only orders execution and is dropped before; `name:0` is `name`. */
const valueName = (input: string): string => input.replace(/:0$/, '');

const dataInputs = (node: TfjsNode): string[] =>
  (node.input ?? []).filter((name) => !name.startsWith('^')).map(valueName);

/** The nodes that the outputs depend on, each after those it reads. */
function inOrder(nodes: readonly TfjsNode[], outputs: readonly string[]): TfjsNode[] {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const ordered = new Set<TfjsNode>();
  const visit = (value: string): void => {
    const node = byName.get(value.replace(/:\d+$/, ''));
    if (node === undefined) throw unreadable(`value ${value} is missing`);
    if (ordered.has(node)) return;
    dataInputs(node).forEach(visit);
    ordered.add(node);
  };
  outputs.forEach(visit);
  return [...ordered];
}

const FUSED: Readonly<Record<string, string>> = {
  _FusedConv2D: 'Conv2D',
  FusedDepthwiseConv2dNative: 'DepthwiseConv2dNative',
};

/** Takes the activation out of a fused convolution; the bias stays its third input. */
function splitFused(node: TfjsNode): GraphNode[] {
  const { name } = node;
  const inputs = dataInputs(node);
  const attributes: Record<string, Attribute> = {};
  for (const [key, attribute] of Object.entries(node.attr ?? {})) attributes[key] = readAttribute(attribute);
  // Of batch, height, width and channels only height and width ever differ from 1.
  for (const key of ['strides', 'dilations', 'ksize']) {
    if (key in attributes) attributes[key] = (attributes[key] as readonly number[]).slice(1, 3);
  }
  if (!(node.op in FUSED)) return [{ op: node.op, name, inputs, attributes }];

  const op = FUSED[node.op];
  const [bias, activation, ...rest] = attributes.fused_ops as readonly string[];
  if (bias !== 'BiasAdd' || rest.length > 0) throw unreadable(`${name} fuses ${attributes.fused_ops}`);
  if (activation === undefined) return [{ op, name, inputs, attributes }];
  const linear = `${name}/linear`;
  return [
    { op, name: linear, inputs, attributes },
    { op: activation, name, inputs: [linear], attributes: {} },
  ];
}

function readAttribute(attribute: TfjsAttribute): Attribute {
  if (attribute.s !== undefined) return fromBase64(attribute.s);
  if (attribute.i !== undefined) return Number(attribute.i);
  if (attribute.list?.s !== undefined) return attribute.list.s.map(fromBase64);
  if (attribute.list !== undefined) return (attribute.list.i ?? []).map(Number);
  return attribute.b ?? attribute.f ?? attribute.type ?? '';
}

const fromBase64 = (text: string): string => Buffer.from(text, 'base64').toString('utf8');

function readWeights(table: readonly TfjsWeight[], bytes: Uint8Array): Map<string, Constant> {
  const storedType = ({ dtype, quantization }: TfjsWeight): string => quantization?.dtype ?? dtype;
  const lengths = table.map((weight) => elementCount(weight.shape) * (storedType(weight) === 'float16' ? 2 : 4));
  const total = lengths.reduce((sum, length) => sum + length, 0);
  if (total !== bytes.length) throw unreadable(`the weights have ${bytes.length} bytes, expected ${total}`);

  const constants = new Map<string, Constant>();
  let offset = 0;
  table.forEach((weight, i) => {
    const { name, shape } = weight;
    const type = storedType(weight);
    const stored = new Uint8Array(bytes.subarray(offset, offset + lengths[i])).buffer; // a copy, for alignment
    offset += lengths[i];
    if (type === 'float16') constants.set(name, { type, shape, data: new Uint16Array(stored) });
    else if (type === 'float32') constants.set(name, { type, shape, data: new Float32Array(stored) });
    else if (type === 'int32') constants.set(name, { type, shape, data: new Int32Array(stored) });
    else throw unreadable(`weight ${name} is ${type}`);
  });
  return constants;
}

const unreadable = (what: string): FitError =>
  new FitError('unsupported', 'TensorFlow.js model', `${what}.`, 'Extend models/build/detector/tfjs-graph.ts.');
