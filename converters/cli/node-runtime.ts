import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import type { InferenceSession } from 'onnxruntime-node';
import type { InferenceRuntime, NetworkName, Tensor } from '../../core/detect/runtime.js';
import { FitError } from '../../core/error.js';
import { shippedNetwork } from '../../models/registry.js';
import { packageRoot } from './package-root.js';

export interface NodeRuntimeOptions {
  /** Folder of the .onnx files; default: the package's own. */
  readonly modelsDir?: string;
  /** Threads of one network; default: the cores this process may use, at most four. */
  readonly threads?: number;
}

/** More threads than this gain nothing on networks this small. */
const MAX_THREADS = 4;
/** onnxruntime's level "error": it warns on stderr about initialisers it folds away. */
const LOG_ERRORS_ONLY = 3;

/** Networks in this process. */
export interface NodeRuntime extends InferenceRuntime {
  /** Frees the networks, of which none may be running; whoever runs one afterwards has it loaded again. */
  dispose(): Promise<void>;
}

/** An opened network, and the library that runs it. */
interface OpenNetwork {
  readonly onnxruntime: Onnxruntime;
  readonly session: InferenceSession;
}

/**
 * Runs networks with onnxruntime-node, which is loaded with the first network: a command that needs none starts without
 * it. Each network is loaded once and shared by all callers; a failed load is tried again by the next caller.
 */
export function nodeRuntime(options: NodeRuntimeOptions = {}): NodeRuntime {
  const fileOf = (name: NetworkName): string => {
    const { modelsDir } = options;
    return modelsDir === undefined
      ? path.join(packageRoot(), ...shippedNetwork(name).path.split('/'))
      : path.join(modelsDir, `${name}.onnx`);
  };
  const threads = options.threads ?? Math.min(availableParallelism(), MAX_THREADS);
  const networks = new Map<NetworkName, Promise<OpenNetwork>>();
  const opened = (name: NetworkName): Promise<OpenNetwork> => {
    const known = networks.get(name);
    if (known !== undefined) return known;
    const network = openNetwork(fileOf(name), threads);
    networks.set(name, network);
    network.catch(() => networks.get(name) === network && networks.delete(name));
    return network;
  };
  return {
    async load(name) {
      await opened(name);
      return { run: async (inputs) => runNetwork(await opened(name), inputs) };
    },
    async dispose() {
      const loaded = [...networks.values()];
      networks.clear();
      for (const one of await Promise.allSettled(loaded))
        if (one.status === 'fulfilled') await one.value.session.release();
    },
  };
}

let shared: NodeRuntime | undefined;

/** The runtime of whoever brings none: networks do not depend on the body, so that all sessions of a process share it. */
export function sharedRuntime(): NodeRuntime {
  shared ??= nodeRuntime();
  return shared;
}

const MEND = 'Install photorig again, or make the networks with `npm run models:detector`.';

async function openNetwork(file: string, threads: number): Promise<OpenNetwork> {
  if (!existsSync(file)) throw new FitError('not-found', file, 'the network file is missing.', MEND);
  const onnxruntime = await importOnnxruntime();
  const session = await onnxruntime.InferenceSession.create(file, {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    graphOptimizationLevel: 'all',
    logSeverityLevel: LOG_ERRORS_ONLY,
    // Waiting threads that spin take the core from the working one on a busy machine: 114 instead of 53 ms a run.
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  }).catch((cause: unknown) => {
    throw new FitError('bad-input', file, 'the network file is damaged.', MEND, { cause });
  });
  return { onnxruntime, session };
}

type Onnxruntime = typeof import('onnxruntime-node');

async function importOnnxruntime(): Promise<Onnxruntime> {
  try {
    return await import('onnxruntime-node');
  } catch (cause) {
    throw new FitError(
      'unsupported',
      'onnxruntime-node',
      `it does not load on this system (${process.platform} ${process.arch}).`,
      'Install photorig again, or give keypoints with --keypoints FILE.',
      { cause },
    );
  }
}

async function runNetwork(
  { onnxruntime, session }: OpenNetwork,
  inputs: Readonly<Record<string, Tensor>>,
): Promise<Record<string, Tensor>> {
  const feeds = Object.entries(inputs).map(([name, { data, dims }]) => [
    name,
    new onnxruntime.Tensor('float32', data, dims),
  ]);
  const results = await session.run(Object.fromEntries(feeds));
  return Object.fromEntries(
    Object.entries(results).map(([name, { data, dims }]) => [name, { data: data as Float32Array, dims }]),
  );
}
