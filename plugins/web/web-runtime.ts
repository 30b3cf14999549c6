import type { InferenceRuntime, Network, NetworkName, Tensor } from '../../core/detect/runtime.js';
import { FitError } from '../../core/error.js';
import { shippedNetwork } from '../../models/registry.js';
import { fetchModel, type ModelFiles, modelUrl } from './fetch-model.js';
import type { Onnxruntime, Provider, Session, WasmPaths } from './onnxruntime.js';

/** The networks are read from detector/ and lifter/ below modelsUrl. */
export interface WebRuntimeOptions extends ModelFiles {
  /** A build of onnxruntime-web that the host has loaded; default: `onnxruntime-web/wasm` is imported. */
  readonly ort?: Onnxruntime;
  /** Where onnxruntime's .wasm files are served; default: beside its script. */
  readonly wasmPaths?: WasmPaths;
  /**
   * Threads of one network. Default: the cores, at most four, in a worker of a cross-origin isolated page, and on the page's
   * own thread if `wasmPaths` names onnxruntime's script; one elsewhere.
   */
  readonly threads?: number;
  /**
   * In the order of preference; default: wasm. What the browser has not is left out. 'webgpu' needs `ort`, the build
   * `onnxruntime-web/webgpu`: an import here would make bundlers emit its 27 MB for every page. WebGPU is untested: the
   * machines that this was written and tested on have no graphics card.
   */
  readonly providers?: readonly Provider[];
}

export interface WebRuntime extends InferenceRuntime {
  /** Loads networks and runs each once on zeros, so that the first photo does not wait for it. */
  warm(names: readonly NetworkName[]): Promise<void>;
}

/** More threads than this gain nothing on networks this small. */
const MAX_THREADS = 4;
/** onnxruntime's level "error": it warns about initialisers it folds away. */
const LOG_ERRORS_ONLY = 3;
/** Side of the pictures that a network of any size is warmed with, a multiple of 32. */
const WARM_SIDE = 256;

interface LoadedNetwork extends Network {
  readonly session: Session;
}

/**
 * Runs networks with onnxruntime-web, the twin of nodeRuntime. Each network is loaded once and shared by all callers; a
 * failed load is tried again by the next caller, but not a failed start of WebAssembly. Works in pages and in workers; on a
 * page's own thread a run blocks it.
 *
 * One runtime a page: `threads` and `wasmPaths` are settings of onnxruntime-web as a whole, which count until its first
 * network is loaded.
 *
 * @throws FitError usage for WebGPU without `ort`; from load: not-found | bad-input for a network's file, unsupported
 * when WebAssembly does not start
 */
export function webRuntime(options: WebRuntimeOptions): WebRuntime {
  const providers = usableProviders(options);
  const networks = new Map<NetworkName, Promise<LoadedNetwork>>();
  const inTurn = queue();

  const load = (name: NetworkName): Promise<LoadedNetwork> => {
    let network = networks.get(name);
    if (network === undefined) {
      network = open(name);
      networks.set(name, network);
      network.catch(() => networks.delete(name));
    }
    return network;
  };

  async function open(name: NetworkName): Promise<LoadedNetwork> {
    const file = shippedNetwork(name);
    const url = modelUrl(options.modelsUrl, file.path);
    const [ort, bytes] = await Promise.all([openOnnxruntime(options), fetchModel(file, options)]);
    const session = await inTurn(() => openSession(ort, url, bytes, providers));
    return { session, run: (inputs) => inTurn(() => runSession(ort, session, inputs)) };
  }

  return {
    load,
    async warm(names) {
      const loaded = await Promise.all(names.map(load));
      for (const network of loaded) await network.run(zeros(network.session));
    },
  };
}

/** Runs one job after the other: builds of onnxruntime-web with WebGPU refuse a run during another ("already started"). */
function queue(): <T>(job: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (job) => {
    const result = last.then(job);
    last = result.catch(() => undefined);
    return result;
  };
}

function usableProviders({ providers: wanted = ['wasm'], ort }: WebRuntimeOptions): readonly Provider[] {
  if (wanted.includes('webgpu') && ort === undefined) {
    const todo = "Pass `ort`: import * as ort from 'onnxruntime-web/webgpu'.";
    throw new FitError('usage', 'webRuntime', 'WebGPU needs a build of onnxruntime-web of its own.', todo);
  }
  const usable = wanted.filter((provider) => provider !== 'webgpu' || hasWebGpu());
  if (usable.length > 0) return usable;
  throw new FitError('unsupported', 'webRuntime', 'this browser has no WebGPU.', "Add 'wasm' to the providers.");
}

const hasWebGpu = (): boolean => 'gpu' in (globalThis.navigator ?? {});

async function openOnnxruntime(options: WebRuntimeOptions): Promise<Onnxruntime> {
  const ort = options.ort ?? (await importOnnxruntime());
  const { wasm } = ort.env;
  if (options.wasmPaths !== undefined) wasm.wasmPaths = options.wasmPaths;
  // What a host has set on an onnxruntime of its own stays, unless it asks otherwise here.
  wasm.numThreads = options.threads ?? wasm.numThreads ?? defaultThreads(wasm.wasmPaths);
  return ort;
}

/**
 * WebAssembly threads need SharedArrayBuffer, which browsers give to isolated pages only. Each thread runs the file that
 * onnxruntime is in. Bundlers let that file import the page's own script, which ends for want of a document: the first
 * network then waits for ever. Hence one thread where there is a document, unless onnxruntime's script is a file apart.
 */
function defaultThreads(wasmPaths: WasmPaths | undefined): number {
  const isApart = typeof wasmPaths === 'string' || wasmPaths?.mjs !== undefined;
  if (!globalThis.crossOriginIsolated || ('document' in globalThis && !isApart)) return 1;
  return Math.min(navigator.hardwareConcurrency, MAX_THREADS);
}

async function importOnnxruntime(): Promise<Onnxruntime> {
  try {
    return await import('onnxruntime-web/wasm');
  } catch (cause) {
    const todo = 'Run `npm install onnxruntime-web`, or pass it as `ort`.';
    throw new FitError('unsupported', 'onnxruntime-web', 'it cannot be loaded.', todo, { cause });
  }
}

async function openSession(
  ort: Onnxruntime,
  url: URL,
  bytes: Uint8Array,
  providers: readonly Provider[],
): Promise<Session> {
  try {
    return await ort.InferenceSession.create(bytes, {
      executionProviders: providers,
      graphOptimizationLevel: 'all',
      logSeverityLevel: LOG_ERRORS_ONLY,
      // As in nodeRuntime: waiting threads that spin take the core from the working one.
      extra: { session: { intra_op: { allow_spinning: '0' } } },
    });
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    // What onnxruntime says when WebAssembly is forbidden or its file is missing, whatever the network. It keeps a start
    // that failed, also where the connection broke off: only a new page or worker (workerEngine) tries again.
    if (/no available backend|initializeWebAssembly/.test(message)) {
      const todo =
        "If the connection broke off, load the page again; else serve onnxruntime-web's ort-wasm-*.wasm beside its script or set wasmPaths; a Content-Security-Policy must allow 'wasm-unsafe-eval'.";
      throw new FitError('unsupported', 'onnxruntime-web', `WebAssembly does not start (${message}).`, todo, { cause });
    }
    const todo = "Copy the package's models folder to the server again, as binary files.";
    throw new FitError('bad-input', url.href, 'this is not a network, or a damaged one.', todo, { cause });
  }
}

async function runSession(
  ort: Onnxruntime,
  session: Session,
  inputs: Readonly<Record<string, Tensor>>,
): Promise<Record<string, Tensor>> {
  const feeds = Object.entries(inputs).map(([name, { data, dims }]) => [name, new ort.Tensor('float32', data, dims)]);
  const results = await session.run(Object.fromEntries(feeds));
  return Object.fromEntries(
    Object.entries(results).map(([name, { data, dims }]) => [name, { data: data as Float32Array, dims }]),
  );
}

/** An input of a network's own size; the sides that it leaves open are WARM_SIDE. */
function zeros({ inputMetadata }: Session): Record<string, Tensor> {
  return Object.fromEntries(
    inputMetadata.map(({ name, shape = [] }) => {
      const dims = shape.map((side) => (typeof side === 'number' && side > 0 ? side : WARM_SIDE));
      return [name, { data: new Float32Array(dims.reduce((product, side) => product * side, 1)), dims }];
    }),
  );
}
