import type { GraphNode } from '../graph.js';
import { ELEMENT } from '../onnx.js';
import { type Builder, type Lower, unsupported } from './builder.js';

/** Applies `make` to one value; a map stays a map of the same size. */
function unary(node: GraphNode, builder: Builder, make: (name: string) => string): void {
  const value = builder.value(node.inputs[0]);
  builder.define(node.name, { ...value, name: make(value.name) });
}

/**
 * Applies `make` to values of one shape, or of shapes that broadcast. Two maps, or a map and a constant, are combined
 * as maps. Every other mixture is combined in TensorFlow's order, since that is the order its broadcasting follows.
 */
function combine(node: GraphNode, builder: Builder, make: (names: string[]) => string): void {
  const { inputs } = node;
  const isMap = (name: string): boolean => !builder.isConstant(name) && builder.value(name).kind === 'map';
  const first = inputs.find(isMap);
  if (first === undefined || !inputs.every((name) => isMap(name) || builder.isConstant(name))) {
    builder.definePlain(node.name, make(inputs.map((name) => builder.plain(name))));
    return;
  }
  builder.define(node.name, { ...builder.map(first), name: make(inputs.map((name) => builder.map(name).name)) });
}

const same =
  (opType: string): Lower =>
  (node, builder) =>
    unary(node, builder, (name) => builder.emit(opType, [name]));

const pairwise =
  (opType: string): Lower =>
  (node, builder) =>
    combine(node, builder, (names) => builder.emit(opType, names));

const CAST_TO: Readonly<Record<string, number>> = {
  DT_FLOAT: ELEMENT.float32,
  DT_INT32: ELEMENT.int64,
  DT_BOOL: ELEMENT.bool,
};

const cast: Lower = (node, builder) => {
  const type = String(node.attributes.DstT);
  if (!(type in CAST_TO)) throw unsupported(`${node.name}: a cast to ${type}`);
  unary(node, builder, (name) => builder.emit('Cast', [name], { to: CAST_TO[type] }));
};

const squaredDifference: Lower = (node, builder) =>
  combine(node, builder, (names) => {
    const difference = builder.emit('Sub', names);
    return builder.emit('Mul', [difference, difference]);
  });

export const ELEMENTWISE: Readonly<Record<string, Lower>> = {
  Identity: (node, builder) => builder.define(node.name, builder.value(node.inputs[0])),
  Abs: same('Abs'),
  Exp: same('Exp'),
  Reciprocal: same('Reciprocal'),
  Relu: same('Relu'),
  Relu6: (node, builder) =>
    unary(node, builder, (name) => builder.emit('Clip', [name, builder.float(0), builder.float(6)])),
  Sigmoid: same('Sigmoid'),
  Cast: cast,
  AddN: pairwise('Sum'),
  AddV2: pairwise('Add'),
  Equal: pairwise('Equal'),
  // ONNX's integer Div truncates. All our integers are positions and sizes, for which that is the floor.
  FloorDiv: pairwise('Div'),
  Greater: pairwise('Greater'),
  GreaterEqual: pairwise('GreaterOrEqual'),
  Less: pairwise('Less'),
  LogicalAnd: pairwise('And'),
  Maximum: pairwise('Max'),
  Minimum: pairwise('Min'),
  Mul: pairwise('Mul'),
  RealDiv: pairwise('Div'),
  Select: pairwise('Where'),
  SquaredDifference: squaredDifference,
  Sub: pairwise('Sub'),
};
