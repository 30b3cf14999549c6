import { InferenceSession, Tensor } from 'onnxruntime-node';
import { expect, test } from 'vitest';
import { FEATURE_COUNT } from '../../../../core/lift/features.js';
import { encodeOnnx } from '../../../../models/build/detector/onnx.js';
import { lifterNetwork, type Weights } from '../../../../models/build/lifter/network.js';
import { seededRandom } from '../../../../models/build/random.js';

const SEED = 11;
const WIDTH = 7;
const OUT = 132 + 10;

/** Random weights of a network of one block; multiples of 1/64, which half precision holds exactly. */
function randomWeights(): Weights {
  const random = seededRandom(SEED);
  const values = (...shape: number[]) => {
    const length = shape.reduce((a, b) => a * b);
    const data = Float32Array.from({ length }, () => Math.round(64 * random.normal()) / 64);
    return { shape, type: 'f4', data };
  };
  const layer = (name: string, rows: number, columns: number) => ({
    [`${name}.weight`]: values(rows, columns),
    [`${name}.bias`]: values(rows),
  });
  return {
    ...layer('enter', WIDTH, FEATURE_COUNT),
    'blocks.0.norm.weight': values(WIDTH),
    'blocks.0.norm.bias': values(WIDTH),
    ...layer('blocks.0.up', WIDTH, WIDTH),
    ...layer('blocks.0.down', WIDTH, WIDTH),
    'norm.weight': values(WIDTH),
    'norm.bias': values(WIDTH),
    ...layer('leave', OUT, WIDTH),
    ...layer('sigma', 66, WIDTH),
  };
}

/** The formula of network.ts in plain loops. */
function expected(weights: Weights, x: readonly number[]) {
  const of = (name: string): number[] => [...weights[name].data];
  const linear = (name: string, input: readonly number[]): number[] =>
    of(`${name}.bias`).map((bias, row) =>
      input.reduce((sum, value, k) => sum + value * weights[`${name}.weight`].data[row * input.length + k], bias),
    );
  const relu = (values: readonly number[]): number[] => values.map((value) => Math.max(0, value));
  const norm = (name: string, values: readonly number[]): number[] => {
    const mean = values.reduce((a, b) => a + b) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    const [scale, bias] = [of(`${name}.weight`), of(`${name}.bias`)];
    return values.map((value, i) => ((value - mean) / Math.sqrt(variance + 1e-5)) * scale[i] + bias[i]);
  };
  const entered = relu(linear('enter', x));
  const change = linear('blocks.0.down', relu(linear('blocks.0.up', norm('blocks.0.norm', entered))));
  const last = norm(
    'norm',
    entered.map((value, i) => value + change[i]),
  );
  const leave = linear('leave', last);
  return { rotations: leave.slice(0, 132), betas: leave.slice(132), log_sigma: linear('sigma', last) };
}

test('the ONNX file computes what network.py trains', async () => {
  const weights = randomWeights();
  const session = await InferenceSession.create(encodeOnnx(lifterNetwork(weights)));
  expect(session.inputNames).toEqual(['features']);
  const random = seededRandom(SEED + 1);
  const x = Array.from({ length: 2 * FEATURE_COUNT }, () => Math.fround(random.normal()));
  const outputs = await session.run({ features: new Tensor('float32', Float32Array.from(x), [2, FEATURE_COUNT]) });
  for (const example of [0, 1]) {
    const wanted = expected(weights, x.slice(example * FEATURE_COUNT, (example + 1) * FEATURE_COUNT));
    for (const [name, values] of Object.entries(wanted)) {
      const data = outputs[name].data as Float32Array;
      expect(data.length).toBe(2 * values.length);
      values.forEach((value, i) => {
        // Single precision over sums of some eighty products of order one.
        expect(Math.abs(data[example * values.length + i] - value), `seed ${SEED}, ${name} ${i}`).toBeLessThan(1e-3);
      });
    }
  }
  await session.release();
});

test('weights that lack a layer are refused by its name', () => {
  const { 'sigma.bias': _, ...rest } = randomWeights();
  expect(() => lifterNetwork(rest)).toThrow(/weights: there is no float32 array sigma\.bias/);
});
