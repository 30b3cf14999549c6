import { type Builder, integerAttribute, integersAttribute, type Lower, unsupported } from './builder.js';

/** The shape in TensorFlow's order: that of a map is permuted instead of the map itself. */
const shape: Lower = (node, builder) => {
  const value = builder.value(node.inputs[0]);
  const stored = builder.emit('Shape', [value.name]);
  const order = builder.int64([0, 2, 3, 1]);
  builder.definePlain(
    node.name,
    value.kind === 'plain' ? stored : builder.emit('Gather', [stored, order], { axis: 0 }),
  );
};

const reshape: Lower = (node, builder) => {
  const [value, newShape] = node.inputs;
  builder.definePlain(node.name, builder.emit('Reshape', [builder.plain(value), builder.plain(newShape)]));
};

const squeeze: Lower = (node, builder) => {
  const axes = builder.int64(integersAttribute(node, 'squeeze_dims'));
  builder.definePlain(node.name, builder.emit('Squeeze', [builder.plain(node.inputs[0]), axes]));
};

const expandDims: Lower = (node, builder) => {
  const [value, axis] = node.inputs;
  const axes = builder.int64(builder.integers(axis));
  builder.definePlain(node.name, builder.emit('Unsqueeze', [builder.plain(value), axes]));
};

/** Stacks values along a new axis. */
const pack: Lower = (node, builder) => {
  const axis = integerAttribute(node, 'axis', 0);
  const lifted = node.inputs.map((name) => builder.emit('Unsqueeze', [builder.plain(name), builder.int64([axis])]));
  builder.definePlain(node.name, builder.emit('Concat', lifted, { axis }));
};

/** Cuts a value into slices along an axis, which disappears. */
const unpack: Lower = (node, builder) => {
  const axis = integerAttribute(node, 'axis', 0);
  const stacked = builder.plain(node.inputs[0]);
  for (let i = 0; i < integerAttribute(node, 'num', 1); i++) {
    builder.definePlain(result(node.name, i), builder.emit('Gather', [stacked, builder.int64([i], [])], { axis }));
  }
};

/** Cuts a value into equal parts along an axis, which stays. */
const split: Lower = (node, builder) => {
  const [axis, value] = node.inputs;
  const parts = builder.emitMany('Split', [builder.plain(value)], integerAttribute(node, 'num_split', 1), {
    axis: builder.integers(axis)[0],
  });
  parts.forEach((part, i) => {
    builder.definePlain(result(node.name, i), part);
  });
};

/** The last input is the axis. */
const concat: Lower = (node, builder) => {
  const [axis] = builder.integers(node.inputs[node.inputs.length - 1]);
  const parts = node.inputs.slice(0, -1).map((name) => builder.plain(name));
  builder.definePlain(node.name, builder.emit('Concat', parts, { axis }));
};

const tile: Lower = (node, builder) => {
  const [value, repeats] = node.inputs;
  builder.definePlain(node.name, builder.emit('Tile', [builder.plain(value), builder.plain(repeats)]));
};

const fill: Lower = (node, builder) => {
  const [newShape, value] = node.inputs;
  builder.definePlain(node.name, builder.emit('Expand', [builder.plain(value), builder.plain(newShape)]));
};

/**
 * TensorFlow's x[begin:end:stride, ...]. Entry k of the three lists speaks of one axis of x, unless bit k of
 * new_axis_mask makes it a new axis of length one. Bits of begin_mask and end_mask open that end; shrink_axis_mask
 * takes one position and drops the axis. Axes beyond the lists are kept whole.
 */
const stridedSlice: Lower = (node, builder) => {
  const [value, ...bounds] = node.inputs;
  const [begin, end, stride] = bounds.map((name) => builder.integers(name));
  const bit = (mask: string, k: number): boolean => ((integerAttribute(node, mask, 0) >> k) & 1) === 1;
  if (integerAttribute(node, 'ellipsis_mask', 0) !== 0) throw unsupported(`${node.name}: an ellipsis`);

  const cuts = { starts: [] as number[], ends: [] as number[], axes: [] as number[], steps: [] as number[] };
  const dropped: number[] = [];
  const added: number[] = [];
  let axis = 0; // of x
  let kept = 0; // axes of the result so far
  for (let k = 0; k < begin.length; k++) {
    if (bit('new_axis_mask', k)) {
      added.push(kept++);
      continue;
    }
    const single = bit('shrink_axis_mask', k);
    const open = !single && bit('begin_mask', k) && bit('end_mask', k) && stride[k] === 1;
    if (!open) {
      cuts.starts.push(!single && bit('begin_mask', k) ? 0 : begin[k]);
      cuts.ends.push(!single && bit('end_mask', k) ? WHOLE : single ? begin[k] + 1 : end[k]);
      cuts.axes.push(axis);
      cuts.steps.push(single ? 1 : stride[k]);
    }
    if (single) dropped.push(axis);
    else kept++;
    axis++;
  }
  builder.definePlain(node.name, cutOut(builder, builder.plain(value), cuts, dropped, added));
};

/** An end past every axis: Slice stops at the last position. */
const WHOLE = 2 ** 31 - 1;

function cutOut(
  builder: Builder,
  value: string,
  cuts: Readonly<Record<'starts' | 'ends' | 'axes' | 'steps', readonly number[]>>,
  dropped: readonly number[],
  added: readonly number[],
): string {
  let name = value;
  if (cuts.axes.length > 0) {
    const lists = [cuts.starts, cuts.ends, cuts.axes, cuts.steps].map((list) => builder.int64(list));
    name = builder.emit('Slice', [name, ...lists]);
  }
  if (dropped.length > 0) name = builder.emit('Squeeze', [name, builder.int64(dropped)]);
  if (added.length > 0) name = builder.emit('Unsqueeze', [name, builder.int64(added)]);
  return name;
}

/** Name of result i of a node. */
const result = (name: string, i: number): string => (i === 0 ? name : `${name}:${i}`);

export const SHAPES: Readonly<Record<string, Lower>> = {
  ConcatV2: concat,
  ExpandDims: expandDims,
  Fill: fill,
  Pack: pack,
  Reshape: reshape,
  Shape: shape,
  Size: (node, builder) => builder.definePlain(node.name, builder.emit('Size', [builder.plain(node.inputs[0])])),
  Split: split,
  Squeeze: squeeze,
  StridedSlice: stridedSlice,
  Tile: tile,
  Unpack: unpack,
};
