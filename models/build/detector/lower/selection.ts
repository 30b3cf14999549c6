import type { GraphNode } from '../graph.js';
import type { Lower } from './builder.js';

/** The largest values of the last axis, in falling order, and their positions. */
const topK: Lower = (node, builder) => {
  const [value, count] = node.inputs;
  const [values, positions] = builder.emitMany(
    'TopK',
    [builder.plain(value), builder.int64(builder.integers(count))],
    2,
    { axis: -1, largest: 1, sorted: 1 },
  );
  builder.definePlain(node.name, values);
  builder.definePlain(`${node.name}:1`, positions);
};

const argMax: Lower = (node, builder) => {
  const [value, axis] = node.inputs;
  const attributes = { axis: builder.integers(axis)[0], keepdims: 0 };
  builder.definePlain(node.name, builder.emit('ArgMax', [builder.plain(value)], attributes));
};

const gatherNd: Lower = (node, builder) => {
  const [value, positions] = node.inputs;
  builder.definePlain(node.name, builder.emit('GatherND', [builder.plain(value), builder.plain(positions)]));
};

const range: Lower = (node, builder) => {
  builder.definePlain(
    node.name,
    builder.emit(
      'Range',
      node.inputs.map((name) => builder.plain(name)),
    ),
  );
};

const keepDims = (node: GraphNode): number => (node.attributes.keep_dims === true ? 1 : 0);

/** In operator set 17 the axes of a maximum are an attribute, those of a sum an input. */
const maximum: Lower = (node, builder) => {
  const [value, axes] = node.inputs;
  const attributes = { axes: builder.integers(axes), keepdims: keepDims(node) };
  builder.definePlain(node.name, builder.emit('ReduceMax', [builder.plain(value)], attributes));
};

const sum: Lower = (node, builder) => {
  const [value, axes] = node.inputs;
  const inputs = [builder.plain(value), builder.int64(builder.integers(axes))];
  builder.definePlain(node.name, builder.emit('ReduceSum', inputs, { keepdims: keepDims(node) }));
};

export const SELECTIONS: Readonly<Record<string, Lower>> = {
  ArgMax: argMax,
  GatherNd: gatherNd,
  Max: maximum,
  Range: range,
  Sum: sum,
  TopKV2: topK,
};
