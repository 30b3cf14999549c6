/**
 * As much of onnxruntime-web as is used. Its own types are not named: it is an optional peer, and whoever passes any of
 * its builds (`onnxruntime-web`, `/wasm`, `/webgpu`), or has none installed, type-checks against this.
 */
export interface Onnxruntime {
  readonly env: {
    readonly wasm: { numThreads?: number; wasmPaths?: WasmPaths };
  };
  readonly InferenceSession: {
    create(model: Uint8Array, options?: SessionOptions): Promise<Session>;
  };
  readonly Tensor: new (type: 'float32', data: Float32Array, dims: readonly number[]) => OrtTensor;
}

/** The folder of ort-wasm-*.wasm and .mjs, with its last slash, or the address of each file. */
export type WasmPaths = string | { wasm?: URL | string; mjs?: URL | string };

export interface SessionOptions {
  executionProviders?: readonly Provider[];
  graphOptimizationLevel?: 'all';
  logSeverityLevel?: 0 | 1 | 2 | 3 | 4;
  extra?: Record<string, unknown>;
}

/** What computes: the graphics card, or the processor by WebAssembly. */
export type Provider = 'webgpu' | 'wasm';

export interface Session {
  readonly inputMetadata: readonly {
    readonly name: string;
    readonly isTensor: boolean;
    readonly shape?: readonly (number | string)[];
  }[];
  run(feeds: Record<string, OrtTensor>): Promise<Readonly<Record<string, OrtTensor>>>;
}

export interface OrtTensor {
  readonly data: unknown;
  readonly dims: readonly number[];
}
