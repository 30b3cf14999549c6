import { FitError } from '../../../../core/error.js';
import { type Constant, elementCount, type Graph, type GraphNode, transpose } from '../graph.js';
import type { OnnxAttribute, OnnxInitialiser, OnnxNode } from '../onnx.js';
import { type Initialisers, initialisers } from './initialisers.js';

/**
 * A value of the ONNX graph. Images stay batch×channels×height×width ("map") from the first convolution to the last
 * operator that works on images; everything else is in TensorFlow's own order ("plain"), and only its name matters.
 */
export type Value = FeatureMap | { readonly kind: 'plain'; readonly name: string };

export interface FeatureMap {
  readonly kind: 'map';
  readonly name: string;
  readonly channels: number;
  /** Pixels; null where only the run decides. */
  readonly height: number | null;
  readonly width: number | null;
}

/** Translates one node: reads its inputs from the builder and defines its results there. */
export type Lower = (node: GraphNode, builder: Builder) => void;

type Attributes = Readonly<Record<string, OnnxAttribute>>;

/**
 * The ONNX graph under construction. Names that come in are those of the source graph, names that go out are ONNX's.
 * All integers are int64, as ONNX's own shapes and indices are, so that no operator needs a Cast between integer types.
 */
export interface Builder extends Pick<Initialisers, 'weight' | 'int64' | 'float'> {
  readonly nodes: readonly OnnxNode[];
  readonly initialisers: readonly OnnxInitialiser[];
  /** A value that an earlier node defined, or a constant as a plain value. */
  value(name: string): Value;
  isConstant(name: string): boolean;
  constant(name: string): Constant;
  /** The whole numbers of a constant. */
  integers(name: string): number[];
  /** The value as a feature map; a constant of at most 4 dimensions is turned to match one. */
  map(name: string): FeatureMap;
  /** The value in TensorFlow's order. */
  plain(name: string): string;
  define(name: string, value: Value): void;
  definePlain(name: string, onnxName: string): void;
  /** Adds an operator with one result and returns the name of that. */
  emit(opType: string, inputs: readonly string[], attributes?: Attributes): string;
  /** Adds an operator with several results. */
  emitMany(opType: string, inputs: readonly string[], results: number, attributes?: Attributes): string[];
}

/** From batch×channels×height×width to TensorFlow's order and back. */
const CHANNELS_LAST = [0, 2, 3, 1];
const CHANNELS_FIRST = [0, 3, 1, 2];

/** Starts an ONNX graph with the constants and inputs of `graph`; the inputs are called `inputNames`. */
export function graphBuilder(graph: Graph, inputNames: readonly string[]): Builder {
  const values = new Map<string, Value>();
  const plainNames = new Map<string, string>();
  const { nodes, emit, emitMany } = operatorList();
  const { stored, weight, int64, float } = initialisers((name, to) => emit('Cast', [name], { to }));

  const constant = (name: string): Constant => constantOf(graph, name);
  const makePlain = (name: string): string => {
    const found = values.get(name);
    if (found === undefined) return weight(constant(name));
    if (found.kind === 'plain') return found.name;
    // A map of one pixel has the same numbers in the same order both ways.
    if (found.height === 1 && found.width === 1) return emit('Reshape', [found.name, int64([1, 1, 1, found.channels])]);
    return emit('Transpose', [found.name], { perm: CHANNELS_LAST });
  };
  const plain = (name: string): string => {
    const made = plainNames.get(name) ?? makePlain(name);
    plainNames.set(name, made);
    return made;
  };
  const value = (name: string): Value => values.get(name) ?? { kind: 'plain', name: plain(name) };

  graph.inputs.forEach(({ name, ...size }, i) => {
    values.set(name, { kind: 'map', name: inputNames[i], ...size });
  });
  return {
    nodes,
    initialisers: stored,
    weight,
    int64,
    float,
    value,
    isConstant: (name) => graph.constants.has(name),
    constant,
    integers: (name) => integersOf(name, constant(name)),
    map(name) {
      if (graph.constants.has(name)) return constantMap(constant(name), weight);
      const found = value(name);
      if (found.kind === 'map') return found;
      throw unsupported(`${name} has to be an image`);
    },
    plain,
    define: (name, defined) => values.set(name, defined),
    definePlain: (name, onnxName) => values.set(name, { kind: 'plain', name: onnxName }),
    emit,
    emitMany,
  };
}

/** The operators so far. Results are called after their operator, with its number in the list. */
function operatorList(): Pick<Builder, 'nodes' | 'emit' | 'emitMany'> {
  const nodes: OnnxNode[] = [];
  const emitMany: Builder['emitMany'] = (opType, inputs, results, attributes = {}) => {
    const outputs = Array.from({ length: results }, (_, i) => `${opType}_${nodes.length}${i === 0 ? '' : `_${i}`}`);
    nodes.push({ opType, inputs, outputs, attributes });
    return outputs;
  };
  return { nodes, emitMany, emit: (opType, inputs, attributes) => emitMany(opType, inputs, 1, attributes)[0] };
}

function constantOf(graph: Graph, name: string): Constant {
  const found = graph.constants.get(name);
  if (found === undefined) throw unsupported(`${name} has to be a constant`);
  return found;
}

function integersOf(name: string, { type, data }: Constant): number[] {
  if (type !== 'int32') throw unsupported(`${name} has to hold integers`);
  return [...data];
}

/** A constant that is to be combined with images: dimensions are added in front, then channels come second. */
function constantMap(constant: Constant, weight: Initialisers['weight']): FeatureMap {
  if (constant.shape.length > 4) throw unsupported(`a constant of shape [${constant.shape}] is no image`);
  const shape = [...new Array<number>(4 - constant.shape.length).fill(1), ...constant.shape];
  const turned = transpose({ ...constant, shape }, CHANNELS_FIRST);
  const [, channels, height, width] = turned.shape;
  // One number needs no dimensions: it spreads over every map.
  const name = weight(elementCount(shape) === 1 ? { ...constant, shape: [] } : turned);
  return { kind: 'map', name, channels, height, width };
}

/** What to throw where a network has something that no network of ours has had before. */
export const unsupported = (what: string): FitError =>
  new FitError('unsupported', 'detector network', `${what}.`, 'Extend models/build/detector/lower.');

/** An attribute that has to be a number; `absent` where the node does not have it. */
export function integerAttribute(node: GraphNode, key: string, absent: number): number {
  const value = node.attributes[key];
  if (value === undefined) return absent;
  if (typeof value !== 'number') throw unsupported(`${node.op} ${node.name}: ${key} is no number`);
  return value;
}

/** An attribute that has to be a list of numbers. */
export function integersAttribute(node: GraphNode, key: string): readonly number[] {
  const value = node.attributes[key];
  if (!Array.isArray(value) || value.some((item) => typeof item !== 'number')) {
    throw unsupported(`${node.op} ${node.name}: ${key} is no list of numbers`);
  }
  return value;
}
