import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NETWORKS } from '../../models/build/detector/networks.js';
import { ELEMENT, ONNX_MODEL } from '../../models/build/detector/onnx.js';
import { shippedFile } from '../../models/registry.js';
import { GOLDEN_CASES, type Golden, goldenInput } from './build/detector/golden-inputs.js';

/**
 * Largest difference allowed between our ONNX files in onnxruntime and the original files in their own runtimes. Both
 * add the same float32 products in another order, as another processor's onnxruntime does too, so each is about five
 * times what was measured (in brackets). A wrong padding, axis or weight is off by hundreds of times as much.
 */
const TOLERANCE: Readonly<Record<string, number>> = {
  boxes: 3e-3, // pixels of 224 (5.5e-4)
  scores: 3e-3, // logits up to 331 (4.5e-4)
  landmarks: 2e-2, // pixels of 256, and logits (4.6e-3)
  presence: 2e-5, // probability (4.0e-6)
  segmentation: 0.5, // logits up to 1258 (9.5e-2)
  heatmap: 2e-3, // logits up to 59 (4.0e-4)
  world: 2e-4, // metres (3.2e-5)
  people: 1e-5, // of the image's side, and probabilities (1.5e-6)
};

const pathOf = (network: string): string =>
  fileURLToPath(new URL(`../../${shippedFile('detector', network).path}`, import.meta.url));

const goldenOf = async (network: string): Promise<Golden> =>
  JSON.parse(await readFile(new URL(`../golden/detector/${network}.json`, import.meta.url), 'utf8'));

describe.each(GOLDEN_CASES)('$network', (golden) => {
  let session: InferenceSession;
  beforeAll(async () => {
    session = await InferenceSession.create(pathOf(golden.network), {
      intraOpNumThreads: 1,
      extra: { session: { intra_op: { allow_spinning: '0' } } },
    });
  });
  afterAll(() => session.release());

  test('its tensors have the names of the signature', () => {
    const { signature } = NETWORKS.find((network) => network.signature.name === golden.network)!;
    expect(session.inputNames).toEqual(signature.inputs.map(({ name }) => name));
    expect(session.outputNames).toEqual(signature.outputs.map(({ name }) => name));
  });

  test('gives what the original gives', async () => {
    const { runs } = await goldenOf(golden.network);
    expect(runs.map(({ size }) => size)).toEqual([...golden.sizes, ...golden.sizes]);
    const { signature } = NETWORKS.find((network) => network.signature.name === golden.network)!;
    for (const { image, size, outputs } of runs) {
      const input = new Tensor('float32', await goldenInput(golden, image, size), [1, 3, size, size]);
      const results = await session.run({ image: input });
      for (const { name, shape } of signature.outputs) {
        const { count, indices, values } = outputs[name];
        const { dims, data } = results[name];
        expect(dims).toEqual(shape);
        expect(data).toHaveLength(count);
        const worst = Math.max(...indices.map((at, i) => Math.abs((data[at] as number) - values[i])));
        expect(worst, `${name} of ${image} at ${size}`).toBeLessThan(TOLERANCE[name]);
      }
    }
  });
});

describe('the files', () => {
  test.each(NETWORKS)('$signature.name keeps its weights as float16', async ({ signature }) => {
    const model = ONNX_MODEL.toObject(ONNX_MODEL.decode(await readFile(pathOf(signature.name))));
    let halves = 0;
    let others = 0;
    for (const { dataType, rawData } of model.graph.initializer) {
      if (dataType === ELEMENT.float16) halves += rawData.length;
      else others += rawData.length;
    }
    expect(halves).toBeGreaterThan(5e6);
    expect(others).toBeLessThan(2e3); // shapes, axes, single numbers
  });

  test.each(['pose_landmark_full', 'pose_landmark_heavy'])('%s never turns an image around', async (network) => {
    const model = ONNX_MODEL.toObject(ONNX_MODEL.decode(await readFile(pathOf(network))));
    const operators = new Set(model.graph.node.map(({ opType }: { opType: string }) => opType));
    expect(operators).toContain('Conv');
    expect(operators).not.toContain('Transpose');
  });
});
