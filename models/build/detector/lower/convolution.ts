import { type Constant, type GraphNode, reshape, transpose } from '../graph.js';
import { convolvedSize, samePadding } from '../padding.js';
import { type Builder, type FeatureMap, integersAttribute, type Lower, unsupported } from './builder.js';

/** How a window of `kernel` pixels walks over an image. */
interface Window {
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
}

/** The attributes of an ONNX operator that walks such a window, and the size of the map that comes out. */
function walk(node: GraphNode, image: FeatureMap, { kernel, strides, dilations }: Window) {
  const { padding } = node.attributes;
  if (padding !== 'SAME' && padding !== 'VALID') throw unsupported(`${node.name}: padding ${padding}`);
  const pads = [image.height, image.width].map((size, axis): [number, number] =>
    padding === 'SAME' ? samePadding(size, kernel[axis], strides[axis], dilations[axis]) : [0, 0],
  );
  const sizes = [image.height, image.width].map((size, axis) =>
    convolvedSize(size, kernel[axis], strides[axis], dilations[axis], pads[axis]),
  );
  return {
    attributes: { kernel_shape: kernel, strides, pads: [pads[0][0], pads[1][0], pads[0][1], pads[1][1]] },
    height: sizes[0],
    width: sizes[1],
  };
}

/** Inputs: image, filter height×width×in×out, bias if any. ONNX wants the filter as out×in×height×width. */
const conv2d: Lower = (node, builder) => {
  const filter = builder.constant(node.inputs[1]);
  convolve(node, builder, transpose(filter, [3, 2, 0, 1]), 1);
};

/** As Conv2D with a filter height×width×channels×multiplier: every channel is a group of its own. */
const depthwiseConv2d: Lower = (node, builder) => {
  const filter = builder.constant(node.inputs[1]);
  const [height, width, channels, multiplier] = filter.shape;
  const grouped = reshape(transpose(filter, [2, 3, 0, 1]), [channels * multiplier, 1, height, width]);
  convolve(node, builder, grouped, channels);
};

function convolve(node: GraphNode, builder: Builder, filter: Constant, group: number): void {
  const image = builder.map(node.inputs[0]);
  const [channels, , ...kernel] = filter.shape;
  const dilations = integersAttribute(node, 'dilations');
  const { attributes, height, width } = walk(node, image, {
    kernel,
    strides: integersAttribute(node, 'strides'),
    dilations,
  });
  const weights = [builder.weight(filter)];
  if (node.inputs.length > 2) weights.push(builder.weight(builder.constant(node.inputs[2])));
  const name = builder.emit('Conv', [image.name, ...weights], { ...attributes, dilations, group });
  builder.define(node.name, { kind: 'map', name, channels, height, width });
}

const maxPool: Lower = (node, builder) => {
  const image = builder.map(node.inputs[0]);
  const { attributes, height, width } = walk(node, image, {
    kernel: integersAttribute(node, 'ksize'),
    strides: integersAttribute(node, 'strides'),
    dilations: [1, 1],
  });
  builder.define(node.name, { ...image, name: builder.emit('MaxPool', [image.name], attributes), height, width });
};

export const CONVOLUTIONS: Readonly<Record<string, Lower>> = {
  Conv2D: conv2d,
  DepthwiseConv2dNative: depthwiseConv2d,
  MaxPool: maxPool,
};
