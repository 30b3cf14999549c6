import { FitError } from '../../../core/error.js';

/**
 * The intermediate form between the two sources (TensorFlow Lite, TensorFlow.js) and ONNX: TensorFlow's operators under
 * TensorFlow's names, images as batch×height×width×channels. A front end has already taken apart what its format fuses:
 * a convolution carries its bias but never its activation.
 */
export interface Graph {
  readonly inputs: readonly GraphInput[];
  /** Names of values, in the order of the source. */
  readonly outputs: readonly string[];
  /** Each node comes after those it reads. */
  readonly nodes: readonly GraphNode[];
  readonly constants: ReadonlyMap<string, Constant>;
}

/** A float32 image fed to the network. */
export interface GraphInput {
  readonly name: string;
  /** Pixels; null when the network takes any multiple of 32. */
  readonly height: number | null;
  readonly width: number | null;
  readonly channels: number;
}

/** One operator. Its first result is called `name`, the others `name:1`, `name:2` ... */
export interface GraphNode {
  readonly op: string;
  readonly name: string;
  readonly inputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

export type Attribute = number | boolean | string | readonly number[] | readonly string[];

/** A weight. float16 keeps its bits; data is row-major. */
export type Constant = { readonly shape: readonly number[] } & (
  | { readonly type: 'float16'; readonly data: Uint16Array }
  | { readonly type: 'float32'; readonly data: Float32Array }
  | { readonly type: 'int32'; readonly data: Int32Array }
);

export const elementCount = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

/** The constant with its axes reordered: axis i of the result is axis permutation[i] of the argument. */
export function transpose(constant: Constant, permutation: readonly number[]): Constant {
  const shape = permutation.map((axis) => constant.shape[axis]);
  const strides = permutation.map((axis) => elementCount(constant.shape.slice(axis + 1)));
  const data = constant.data.slice();
  const index = new Array<number>(shape.length).fill(0);
  let source = 0;
  for (let target = 0; target < data.length; target++) {
    data[target] = constant.data[source];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      source += strides[axis];
      if (++index[axis] < shape[axis]) break;
      source -= strides[axis] * shape[axis];
      index[axis] = 0;
    }
  }
  return { ...constant, shape, data } as Constant;
}

/** The same numbers under another shape. */
export function reshape(constant: Constant, shape: readonly number[]): Constant {
  if (elementCount(shape) !== constant.data.length) {
    throw new FitError('bad-input', 'reshape', `[${constant.shape}] does not fit [${shape}].`, 'The network changed.');
  }
  return { ...constant, shape };
}
