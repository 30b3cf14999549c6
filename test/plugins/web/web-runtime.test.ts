import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Onnxruntime, OrtTensor, SessionOptions } from '../../../plugins/web/onnxruntime.js';
import { type WebRuntimeOptions, webRuntime } from '../../../plugins/web/web-runtime.js';

/** The runtime's own work, on a stand-in for onnxruntime-web; test/browser runs it on the real one. */

const ROOT = new URL('../../../', import.meta.url);
const modelsUrl = 'https://host.example/models/';
const fetched: string[] = [];
const modelAt = (url: URL): Uint8Array<ArrayBuffer> =>
  new Uint8Array(readFileSync(new URL(url.href.replace(modelsUrl, 'models/'), ROOT)));
beforeEach(() => {
  fetched.length = 0;
  vi.stubGlobal('fetch', async (url: URL) => {
    fetched.push(url.href);
    return new Response(modelAt(url));
  });
});
afterEach(() => vi.unstubAllGlobals());

/** Its networks return their input and refuse NaN, or to be run while another one runs. */
function fakeOnnxruntime(createError?: Error) {
  const sessions: { model: Uint8Array; options: SessionOptions | undefined }[] = [];
  const runs: Record<string, OrtTensor>[] = [];
  let isRunning = false;
  const ort: Onnxruntime = {
    env: { wasm: {} },
    Tensor: function tensor(_: string, data: Float32Array, dims: readonly number[]) {
      return { data, dims };
    } as unknown as Onnxruntime['Tensor'],
    InferenceSession: {
      async create(model, options) {
        if (createError !== undefined) throw createError;
        sessions.push({ model, options });
        return {
          inputMetadata: [{ name: 'image', isTensor: true, shape: [1, 3, 'height', 'width'] }],
          async run(feeds) {
            if (isRunning) throw new Error('Session already started');
            isRunning = true;
            await new Promise((resolve) => setTimeout(resolve, 1));
            isRunning = false;
            if (Number.isNaN((feeds.image.data as Float32Array)[0])) throw new Error('not a number');
            runs.push(feeds);
            return { answer: feeds.image };
          },
        };
      },
    },
  };
  return { ort, sessions, runs };
}

const input = (value: number) => ({ image: { data: Float32Array.of(value), dims: [1] } });

describe('networks', () => {
  test('are fetched and opened once for all callers', async () => {
    const { ort, sessions } = fakeOnnxruntime();
    const runtime = webRuntime({ modelsUrl, ort });
    const [first, second] = await Promise.all([runtime.load('pose_detection'), runtime.load('pose_detection')]);
    expect(first).toBe(second);
    expect(fetched).toEqual([`${modelsUrl}detector/pose_detection.onnx`]);
    expect(sessions).toHaveLength(1);
    expect(Buffer.compare(sessions[0].model, modelAt(new URL(fetched[0])))).toBe(0);
  });

  test('run one after the other, each with its own answer', async () => {
    const runtime = webRuntime({ modelsUrl, ort: fakeOnnxruntime().ort });
    const [a, b] = await Promise.all([runtime.load('pose_detection'), runtime.load('movenet_multipose')]);
    const answers = await Promise.all([a.run(input(1)), b.run(input(2)), a.run(input(3))]);
    expect(answers.map(({ answer }) => answer.data[0])).toEqual([1, 2, 3]);
    expect(answers[0].answer.dims).toEqual([1]);
  });

  test('one run that fails does not stop the next', async () => {
    const runtime = webRuntime({ modelsUrl, ort: fakeOnnxruntime().ort });
    const network = await runtime.load('pose_detection');
    const failing = network.run(input(Number.NaN));
    const next = network.run(input(4));
    await expect(failing).rejects.toThrow('not a number');
    expect((await next).answer.data[0]).toBe(4);
  });

  test('are warmed at their own size, or at 256 where they leave it open', async () => {
    const { ort, runs } = fakeOnnxruntime();
    await webRuntime({ modelsUrl, ort }).warm(['movenet_multipose', 'pose_detection']);
    expect(runs.map(({ image }) => image.dims)).toEqual([
      [1, 3, 256, 256],
      [1, 3, 256, 256],
    ]);
    expect((runs[0].image.data as Float32Array).length).toBe(3 * 256 * 256);
  });

  test('a failed load is tried again', async () => {
    const runtime = webRuntime({ modelsUrl, ort: fakeOnnxruntime().ort });
    const working = globalThis.fetch;
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('offline')));
    await expect(runtime.load('pose_detection')).rejects.toMatchObject({ name: 'FitError', code: 'not-found' });
    vi.stubGlobal('fetch', working);
    await runtime.load('pose_detection');
  });
});

describe('settings', () => {
  test('what a host has set on its own onnxruntime stays, unless asked otherwise', async () => {
    const { ort } = fakeOnnxruntime();
    ort.env.wasm.numThreads = 3;
    await webRuntime({ modelsUrl, ort }).load('pose_detection');
    expect(ort.env.wasm).toEqual({ numThreads: 3 });
    await webRuntime({ modelsUrl, ort, threads: 2, wasmPaths: '/ort/' }).load('pose_detection');
    expect(ort.env.wasm).toEqual({ numThreads: 2, wasmPaths: '/ort/' });
  });

  test('threads: of a worker in an isolated page; on its own thread only if their script is a file apart', async () => {
    const threadsWith = async (options: Partial<WebRuntimeOptions> = {}): Promise<unknown> => {
      const { ort } = fakeOnnxruntime();
      await webRuntime({ modelsUrl, ort, ...options }).load('pose_detection');
      return ort.env.wasm.numThreads;
    };
    vi.stubGlobal('navigator', { hardwareConcurrency: 8 });
    expect(await threadsWith()).toBe(1);
    vi.stubGlobal('crossOriginIsolated', true);
    expect(await threadsWith()).toBe(4);
    vi.stubGlobal('document', {});
    expect(await threadsWith()).toBe(1);
    expect(await threadsWith({ wasmPaths: { wasm: '/ort/x.wasm' } })).toBe(1);
    expect(await threadsWith({ wasmPaths: { mjs: '/ort/x.mjs' } })).toBe(4);
    expect(await threadsWith({ wasmPaths: '/ort/' })).toBe(4);
    expect(await threadsWith({ threads: 2 })).toBe(2);
  });

  test('WebGPU counts where the browser has it', async () => {
    const providersWith = async (navigator: object): Promise<unknown> => {
      vi.stubGlobal('navigator', navigator);
      const { ort, sessions } = fakeOnnxruntime();
      await webRuntime({ modelsUrl, ort, providers: ['webgpu', 'wasm'] }).load('pose_detection');
      return sessions[0].options?.executionProviders;
    };
    expect(await providersWith({ gpu: {} })).toEqual(['webgpu', 'wasm']);
    expect(await providersWith({})).toEqual(['wasm']);
    const { ort } = fakeOnnxruntime();
    expect(() => webRuntime({ modelsUrl, ort, providers: ['webgpu'] })).toThrow(/no WebGPU/);
  });
});

test('the build for WebGPU is the host’s to pass, whatever the browser has', () => {
  for (const navigator of [{ gpu: {} }, {}]) {
    vi.stubGlobal('navigator', navigator);
    expect(() => webRuntime({ modelsUrl, providers: ['webgpu', 'wasm'] })).toThrow(/onnxruntime-web\/webgpu/);
  }
});

test.each([
  ['no available backend found. ERR: [wasm] RuntimeError: Aborted', 'unsupported', 'onnxruntime-web'],
  ['Can’t create a session. ERROR_CODE: 7', 'bad-input', `${modelsUrl}detector/pose_detection.onnx`],
])('%s: %s', async (message, code, where) => {
  const { ort } = fakeOnnxruntime(new Error(message));
  await expect(webRuntime({ modelsUrl, ort }).load('pose_detection')).rejects.toMatchObject({
    name: 'FitError',
    code,
    where,
  });
});
