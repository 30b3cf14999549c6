import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { nodeRuntime } from '../../../converters/cli/node-runtime.js';

const folder = mkdtempSync(path.join(tmpdir(), 'photorig-runtime-'));
afterAll(() => rmSync(folder, { recursive: true }));

const blank = { image: { data: new Float32Array(3 * 224 * 224), dims: [1, 3, 224, 224] } };

test('runs a network of the package', async () => {
  const runtime = nodeRuntime({ threads: 1 });
  const network = await runtime.load('pose_detection');
  const { boxes, scores } = await network.run(blank);
  expect(boxes.dims).toEqual([1, 2254, 12]);
  expect(boxes.data).toHaveLength(2254 * 12);
  expect(scores.data).toBeInstanceOf(Float32Array);
  expect(Math.max(...scores.data)).toBeLessThan(0); // logits: nobody in a grey picture
});

test('what was freed is loaded again for whoever runs it; a load that failed is tried again', async () => {
  const runtime = nodeRuntime({ threads: 1 });
  const network = await runtime.load('pose_detection');
  await runtime.dispose();
  expect((await network.run(blank)).boxes.dims).toEqual([1, 2254, 12]);
  const freed = runtime.dispose(); // loading while others are freed
  const [again] = await Promise.all([runtime.load('pose_detection'), freed]);
  expect((await again.run(blank)).boxes.dims).toEqual([1, 2254, 12]);
  await runtime.dispose();

  const own = path.join(folder, 'later');
  const late = nodeRuntime({ modelsDir: own, threads: 1 });
  await expect(late.load('lifter')).rejects.toMatchObject({ code: 'not-found' });
  mkdirSync(own);
  cpSync(fileURLToPath(new URL('../../../models/lifter/lifter.onnx', import.meta.url)), path.join(own, 'lifter.onnx'));
  await late.load('lifter');
  await late.dispose();
});

test('a missing and a damaged file are told from each other, each with a cure', async () => {
  writeFileSync(path.join(folder, 'pose_detection.onnx'), 'not a network');
  const runtime = nodeRuntime({ modelsDir: folder });
  await expect(runtime.load('movenet_multipose')).rejects.toMatchObject({
    name: 'FitError',
    code: 'not-found',
    where: path.join(folder, 'movenet_multipose.onnx'),
    todo: expect.stringContaining('npm run models:detector'),
  });
  await expect(runtime.load('pose_detection')).rejects.toMatchObject({
    name: 'FitError',
    code: 'bad-input',
    where: path.join(folder, 'pose_detection.onnx'),
  });
});
