import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Constant, Graph, GraphNode } from '../../../../models/build/detector/graph.js';
import { lowerToOnnx } from '../../../../models/build/detector/lower/lower.js';
import { encodeOnnx } from '../../../../models/build/detector/onnx.js';

/** Small graphs over one image `x`, run as the networks are: lowered, encoded, loaded by onnxruntime. */
export interface SmallGraph {
  /** Channels×height×width. */
  readonly image: readonly [number, number, number];
  readonly nodes: readonly GraphNode[];
  readonly constants?: Readonly<Record<string, Constant>>;
  /** Names of the values wanted. */
  readonly outputs: readonly string[];
  /** Whether the file leaves the size of the image open. */
  readonly anySize?: boolean;
}

/** The outputs' shapes and numbers. */
export async function runGraph(small: SmallGraph, planes: ArrayLike<number>) {
  const [channels, height, width] = small.image;
  const size = small.anySize ? { height: null, width: null } : { height, width };
  const graph: Graph = {
    inputs: [{ name: 'x', channels, ...size }],
    outputs: small.outputs,
    nodes: small.nodes,
    constants: new Map(Object.entries(small.constants ?? {})),
  };
  const model = lowerToOnnx(graph, {
    name: 'small',
    inputs: [{ name: 'image', shape: [1, channels, size.height ?? 'height', size.width ?? 'width'] }],
    // Rank unknown here: an output without a stated shape takes what comes.
    outputs: small.outputs.map((_, i) => ({ name: `out${i}`, shape: null })),
  });
  const session = await InferenceSession.create(encodeOnnx(model), { intraOpNumThreads: 1 });
  const image = new Tensor('float32', Float32Array.from(planes), [1, channels, height, width]);
  const results = await session.run({ image });
  return small.outputs.map((_, i) => {
    const { dims, data } = results[`out${i}`];
    return { dims, data: Array.from(data as Float32Array) };
  });
}

export const node = (
  op: string,
  name: string,
  inputs: readonly string[],
  attributes: GraphNode['attributes'] = {},
): GraphNode => ({ op, name, inputs, attributes });

export const floats = (shape: readonly number[], values: ArrayLike<number>): Constant => ({
  type: 'float32',
  shape,
  data: Float32Array.from(values),
});

export const integers = (shape: readonly number[], values: readonly number[]): Constant => ({
  type: 'int32',
  shape,
  data: Int32Array.from(values),
});
