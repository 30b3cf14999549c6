import { FitError } from '../../../core/error.js';
import { COLUMN_COUNT, LIFTED_BETAS, SIGMA_COUNT } from '../../../core/lift/decode.js';
import { FEATURE_COUNT } from '../../../core/lift/features.js';
import { floatsToHalves, type NpyArray } from '../../npy.js';
import { ELEMENT, type OnnxInitialiser, type OnnxModel, type OnnxNode } from '../detector/onnx.js';

/** Weights by the names that network.py gives them. */
export type Weights = Readonly<Record<string, NpyArray>>;

/**
 * The trained network as ONNX: `features` (n, 86) → `rotations` (n, 132), `betas` (n, 10), `log_sigma` (n, 66).
 *
 *   h = relu(W x + b)        h ← h + W₂ relu(W₁ norm(h) + b₁) + b₂        outputs: linear in norm(h)
 *
 * Matrices are kept in half precision and widened as they are used; vectors stay single.
 */
export function lifterNetwork(weights: Weights): OnnxModel {
  const nodes: OnnxNode[] = [];
  const initialisers: OnnxInitialiser[] = [];
  const node = (opType: string, inputs: string[], output: string, attributes = {}): string => {
    nodes.push({ opType, inputs, outputs: [output], attributes });
    return output;
  };
  const initialiser = (name: string, type: 'float16' | 'float32', shape: number[], values: Float32Array): string => {
    const data = type === 'float16' ? floatsToHalves(values) : values;
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    initialisers.push({ name, type, shape, bytes });
    return name;
  };
  /** Rows `from` to `to` of the layer `name`: y = W x + b. */
  const linear = (name: string, input: string, output: string, from: number, to: number): string => {
    const matrix = array(weights, `${name}.weight`);
    const columns = matrix.length / array(weights, `${name}.bias`).length;
    const half = initialiser(
      `${output}.weight`,
      'float16',
      [to - from, columns],
      matrix.slice(from * columns, to * columns),
    );
    const bias = initialiser(`${output}.bias`, 'float32', [to - from], array(weights, `${name}.bias`).slice(from, to));
    const wide = node('Cast', [half], `${output}.wide`, { to: ELEMENT.float32 });
    return node('Gemm', [input, wide, bias], output, { transB: 1 });
  };
  const whole = (name: string, input: string): string =>
    linear(name, input, name, 0, array(weights, `${name}.bias`).length);
  const norm = (name: string, input: string): string => {
    const [scale, bias] = ['weight', 'bias'].map((part) => {
      const values = array(weights, `${name}.${part}`);
      return initialiser(`${name}.${part}`, 'float32', [values.length], values);
    });
    return node('LayerNormalization', [input, scale, bias], name);
  };

  let h = node('Relu', [whole('enter', 'features')], 'entered');
  for (let b = 0; `blocks.${b}.up.weight` in weights; b++) {
    const up = node('Relu', [whole(`blocks.${b}.up`, norm(`blocks.${b}.norm`, h))], `blocks.${b}.lit`);
    h = node('Add', [h, whole(`blocks.${b}.down`, up)], `blocks.${b}`);
  }
  const last = norm('norm', h);
  linear('leave', last, 'rotations', 0, COLUMN_COUNT);
  linear('leave', last, 'betas', COLUMN_COUNT, COLUMN_COUNT + LIFTED_BETAS);
  linear('sigma', last, 'log_sigma', 0, SIGMA_COUNT);
  const value = (name: string, size: number) => ({ name, shape: ['n', size] });
  return {
    name: 'lifter',
    nodes,
    initialisers,
    inputs: [value('features', FEATURE_COUNT)],
    outputs: [value('rotations', COLUMN_COUNT), value('betas', LIFTED_BETAS), value('log_sigma', SIGMA_COUNT)],
  };
}

function array(weights: Weights, name: string): Float32Array {
  const data = weights[name]?.data;
  if (data instanceof Float32Array) return data;
  throw new FitError('bad-input', 'weights', `there is no float32 array ${name}.`, 'Train the network again.');
}
