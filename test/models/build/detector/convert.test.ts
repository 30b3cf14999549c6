import { createHash } from 'node:crypto';
import { access, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { create } from 'tar';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkNetworks } from '../../../../models/build/detector/check.js';
import { convertNetwork, registryEntry } from '../../../../models/build/detector/convert.js';
import type { NetworkSource } from '../../../../models/build/detector/networks.js';
import { graphFromTflite } from '../../../../models/build/detector/tflite-graph.js';
import { writeNetworks } from '../../../../models/build/detector/write.js';
import { tinyTflite } from './tiny-tflite.js';

/** A network that doubles its image and adds 3 to the first channel, in a package of its own. */
const TINY = tinyTflite(
  [
    { shape: [1, 1, 2, 2], type: 0 },
    { shape: [2], type: 0, bytes: Float32Array.of(3, 0) },
    { shape: [1, 1, 2, 2], type: 0 },
    { shape: [1, 1, 2, 2], type: 0 },
  ],
  [
    { code: 0, inputs: [0, 0], outputs: [2] },
    { code: 0, inputs: [2, 1], outputs: [3] },
  ],
  [0],
  [3],
);

let folder: string;
let network: NetworkSource;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'photorig-convert-'));
  await mkdir(join(folder, 'package'));
  await writeFile(join(folder, 'package', 'tiny.tflite'), TINY);
  const tarball = join(folder, 'tiny-1.0.0.tgz');
  await create({ gzip: true, file: tarball, cwd: folder }, ['package']);
  const sha512 = createHash('sha512')
    .update(await readFile(tarball))
    .digest('base64');
  network = {
    package: { name: 'tiny', version: '1.0.0', sha512 },
    files: ['tiny.tflite'],
    read: graphFromTflite,
    signature: {
      name: 'tiny',
      inputs: [{ name: 'image', shape: [1, 2, 1, 2] }],
      outputs: [{ name: 'doubled', shape: [1, 2, 1, 2] }],
    },
  };
});
afterAll(() => rm(folder, { recursive: true }));

test('a package becomes an ONNX file that runs, the same at every conversion', async () => {
  const onnx = await convertNetwork(network, folder);
  const session = await InferenceSession.create(onnx, { intraOpNumThreads: 1 });
  const { doubled } = await session.run({ image: new Tensor('float32', [1, 2, 10, 20], [1, 2, 1, 2]) });
  expect([...(doubled.data as Float32Array)]).toEqual([5, 7, 20, 40]);
  expect(await convertNetwork(network, folder)).toEqual(onnx);
});

test('what is written is listed; the check finds whatever differs', async () => {
  const entries = await writeNetworks([network], folder, folder);
  const file = join(folder, 'models/detector/tiny.onnx');
  const onnx = await readFile(file);
  expect(entries).toEqual([registryEntry(network, onnx)]);
  expect(entries[0]).toMatchObject({ name: 'tiny', bytes: onnx.length, source: 'tiny@1.0.0 tiny.tflite' });
  expect(entries[0].sha256).toBe(createHash('sha256').update(onnx).digest('hex'));
  await expect(access(`${file}.part`)).rejects.toThrow();
  const check = (registry = entries): Promise<string[]> => checkNetworks([network], registry, folder, folder);

  expect(await check()).toEqual([]);
  expect(await check([])).toEqual([expect.stringMatching(/^models\/detector\/tiny.onnx: .*does not list it/)]);
  expect(await check([{ ...entries[0], sha256: 'abc' }])).toEqual([
    expect.stringMatching(/sha256 is abc in models\/registry.ts, the conversion gives [0-9a-f]{64}/),
  ]);
  onnx[onnx.length - 1] ^= 1;
  await writeFile(file, onnx);
  expect(await check()).toEqual([expect.stringMatching(/sha256 is [0-9a-f]{64} in the file/)]);
  await rm(file);
  expect(await check()).toEqual([expect.stringMatching(/the file is missing/)]);
});
