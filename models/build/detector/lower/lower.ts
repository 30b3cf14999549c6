import type { Graph } from '../graph.js';
import type { OnnxModel, OnnxNode, OnnxValue } from '../onnx.js';
import { graphBuilder, type Lower, unsupported } from './builder.js';
import { CONVOLUTIONS } from './convolution.js';
import { ELEMENTWISE } from './elementwise.js';
import { IMAGES } from './image.js';
import { SELECTIONS } from './selection.js';
import { SHAPES } from './shape.js';

const LOWERINGS: Readonly<Record<string, Lower>> = {
  ...CONVOLUTIONS,
  ...IMAGES,
  ...ELEMENTWISE,
  ...SHAPES,
  ...SELECTIONS,
};

/** What the tensors of the ONNX file are to be called; shapes as ONNX stores them, images channels first. */
export interface Signature {
  readonly name: string;
  readonly inputs: readonly OnnxValue[];
  /** In the order of the source's outputs. */
  readonly outputs: readonly OnnxValue[];
}

/**
 * Translates a graph to ONNX, operator by operator, with images channels first throughout.
 *
 * @throws FitError unsupported, for an operator that no network of ours has had before
 */
export function lowerToOnnx(graph: Graph, signature: Signature): OnnxModel {
  const builder = graphBuilder(
    graph,
    signature.inputs.map(({ name }) => name),
  );
  for (const node of graph.nodes) {
    if (!Object.hasOwn(LOWERINGS, node.op)) throw unsupported(`operator ${node.op} (${node.name}) is not known`);
    LOWERINGS[node.op](node, builder);
  }
  const renamed = new Map(graph.outputs.map((name, i) => [builder.value(name).name, signature.outputs[i].name]));
  const rename = (name: string): string => renamed.get(name) ?? name;
  return {
    ...signature,
    nodes: builder.nodes.map(
      (node): OnnxNode => ({ ...node, inputs: node.inputs.map(rename), outputs: node.outputs.map(rename) }),
    ),
    initialisers: builder.initialisers,
  };
}
