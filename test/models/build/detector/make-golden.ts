/**
 * Makes the golden outputs of test/golden/detector without any of our conversion: the original TensorFlow Lite files in
 * the TensorFlow Lite runtime (WebAssembly), MoveNet in TensorFlow.js. Both runtimes are big and old and therefore not
 * among our dependencies:
 *
 *   npm install --prefix DIR --legacy-peer-deps @tensorflow/tfjs-tflite@0.0.1-alpha.10 @tensorflow/tfjs@4.22.0
 *   npx tsx test/models/build/detector/make-golden.ts DIR
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NETWORKS, type NetworkSource } from '../../../../models/build/detector/networks.js';
import { readPackage } from '../../../../models/build/detector/packages.js';
import { GOLDEN_CASES, type Golden, type GoldenRun, goldenInput } from './golden-inputs.js';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const runtimes = createRequire(join(resolve(process.argv[2]), 'package.json'));
const COMMAND = 'npx tsx test/models/build/detector/make-golden.ts DIR (see there)';
/** About how many numbers of each output are kept. */
const KEPT = 200;

/** All outputs by our names, each flat and channels first. */
type Outputs = Record<string, Float32Array>;
/** @param input 3×size×size, channels first */
type Run = (input: Float32Array, size: number) => Promise<Outputs>;

/** batch 1, height×width×channels from channels×height×width and back. */
function channelsLast(planes: Float32Array, channels: number): Float32Array {
  const pixels = planes.length / channels;
  return planes.map((_, i) => planes[(i % channels) * pixels + Math.floor(i / channels)]);
}
const channelsFirst = (image: Float32Array, channels: number): Float32Array =>
  channelsLast(image, image.length / channels);

async function tfliteRuntime(network: NetworkSource, [model]: Uint8Array[]): Promise<Run> {
  const start = runtimes('@tensorflow/tfjs-tflite/wasm/tflite_web_api_cc_simd.js');
  const wasmBinary = await readFile(runtimes.resolve('@tensorflow/tfjs-tflite/wasm/tflite_web_api_cc_simd.wasm'));
  const module = await start({ wasmBinary });
  const address = module._malloc(model.length);
  module.HEAPU8.set(model, address);
  const options = { numThreads: 1, enableProfiling: false, maxProfilingBufferEntries: 0 };
  const runner = module.TFLiteWebModelRunner.CreateFromBufferAndOptions(address, model.length, options).value();
  return async (input) => {
    runner.GetInputs().get(0).data().set(channelsLast(input, 3));
    if (!runner.Infer()) throw new Error(`${network.signature.name}: the runtime failed`);
    const infos = runner.GetOutputs();
    const outputs: Outputs = {};
    network.signature.outputs.forEach(({ name, shape }, i) => {
      const data: Float32Array = infos.get(i).data().slice();
      outputs[name] = shape?.length === 4 ? channelsFirst(data, Number(shape[1])) : data;
    });
    return outputs;
  };
}

async function tfjsRuntime(network: NetworkSource, [topology, weights]: Uint8Array[]): Promise<Run> {
  const tf = runtimes('@tensorflow/tfjs');
  await tf.setBackend('cpu');
  const { modelTopology, signature, weightsManifest } = JSON.parse(new TextDecoder().decode(topology));
  const weightSpecs = weightsManifest.flatMap((group: { weights: object[] }) => group.weights);
  const weightData = new Uint8Array(weights).buffer;
  const model = await tf.loadGraphModel(tf.io.fromMemory({ modelTopology, weightSpecs, weightData, signature }));
  return async (input, size) => {
    const image = tf.tensor4d(Int32Array.from(channelsLast(input, 3)), [1, size, size, 3], 'int32');
    return { [network.signature.outputs[0].name]: await model.execute(image).data() };
  };
}

/** Where the largest number stands. */
const largest = (output: Float32Array): number =>
  output.reduce((best, value, i) => (value > output[best] ? i : best), 0);

/** Every n-th number, and the largest with the row it is in: a sparse choice could miss the one place where it matters. */
function keep(output: Float32Array, rowLength: number, row: number): GoldenRun['outputs'][string] {
  const stride = Math.max(1, Math.floor(output.length / KEPT));
  const chosen = new Set<number>([largest(output)]);
  for (let i = 0; i < output.length; i += stride) chosen.add(i);
  for (let i = 0; i < rowLength; i++) chosen.add(row * rowLength + i);
  const indices = [...chosen].sort((a, b) => a - b);
  return { count: output.length, indices, values: indices.map((i) => Number(output[i].toPrecision(7))) };
}

for (const golden of GOLDEN_CASES) {
  const network = NETWORKS.find(({ signature }) => signature.name === golden.network)!;
  const files = await readPackage(network.package, network.files, join(root, '.cache'));
  const isTflite = network.files.length === 1;
  const runtime = isTflite ? tfliteRuntime : tfjsRuntime;
  const run = await runtime(
    network,
    network.files.map((path) => files.get(path)!),
  );
  const runs: GoldenRun[] = [];
  for (const image of ['photo', 'pattern'] as const) {
    for (const size of golden.sizes) {
      const outputs = await run(await goldenInput(golden, image, size), size);
      // The detector's best box is kept whole.
      const best = outputs.scores === undefined ? 0 : largest(outputs.scores);
      const kept = Object.entries(outputs).map(([name, output]) => [
        name,
        keep(output, name === 'boxes' ? 12 : 1, best),
      ]);
      runs.push({ image, size, outputs: Object.fromEntries(kept) });
    }
  }
  const { name, version } = network.package;
  const file: Golden = {
    network: golden.network,
    made: {
      package: isTflite ? '@tensorflow/tfjs-tflite 0.0.1-alpha.10' : '@tensorflow/tfjs 4.22.0, backend cpu',
      source: `${name}@${version} ${network.files.join(' ')}`,
      command: COMMAND,
    },
    runs,
  };
  const folder = join(root, 'test/golden/detector');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${golden.network}.json`), `${JSON.stringify(file)}\n`);
}
