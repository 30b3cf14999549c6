import { FitError } from '../../core/error.js';
import type { Engine, EngineNews } from './engine.js';
import { errorOf, type FromWorker, type Remote, type ToWorker } from './transport.js';

/** Of a Worker or a MessagePort, what is used. */
export interface WorkerPort {
  postMessage(message: ToWorker): void;
  addEventListener(type: 'message' | 'error', listener: (event: Event) => void): void;
  terminate?(): void;
}

/** An engine in a worker; `options` are those of the worker's script, plain data. */
export function workerEngine(worker: WorkerPort, options: unknown): Engine {
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: unknown): void }>();
  const listeners = new Set<(news: EngineNews) => void>();
  let lastId = 0;
  let broken: Error | null = null;

  const fail = (error: Error): void => {
    broken = error;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };

  worker.addEventListener('message', (event) => {
    const { data } = event as MessageEvent<FromWorker>;
    if (data.type === 'news') {
      for (const listener of listeners) listener(data.news);
      return;
    }
    const call = waiting.get(data.id);
    waiting.delete(data.id);
    if (data.type === 'answer') call?.resolve(data.value);
    else call?.reject(errorOf(data.error));
  });
  worker.addEventListener('error', (event) => {
    const { message = 'its script cannot be loaded' } = event as Partial<ErrorEvent>;
    const todo = "Serve the worker's script beside the page, or pass a `worker` of your own.";
    fail(new FitError('unsupported', 'worker', `it stopped (${message}).`, todo));
  });
  worker.postMessage({ type: 'start', options });

  function call<T>(name: Remote, parameters: readonly unknown[], signal?: AbortSignal): Promise<T> {
    return new Promise((resolve, reject) => {
      if (broken !== null) return reject(broken);
      if (signal?.aborted) return reject(signal.reason);
      const id = ++lastId;
      // The answer to an aborted call is not waited for: the worker may be in the middle of a network.
      const abort = (): void => {
        waiting.delete(id);
        worker.postMessage({ type: 'abort', id });
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', abort, { once: true });
      const settled = (): void => signal?.removeEventListener('abort', abort);
      waiting.set(id, {
        resolve(value) {
          settled();
          resolve(value as T);
        },
        reject(error) {
          settled();
          reject(error);
        },
      });
      worker.postMessage({ type: 'call', id, name, parameters });
    });
  }

  return {
    prepare: (body, detail) => call('prepare', [body, detail]),
    open: (picture, name, signal) => call('open', [picture, name], signal),
    detect: (detect, signal) => call('detect', [detect], signal),
    findCamera: (requests, signal) => call('findCamera', [requests], signal),
    findUpright: (requests, signal) => call('findUpright', [requests], signal),
    fit: (request, signal) => call('fit', [request], signal),
    refit: (request, previous, signal) => call('refit', [request, previous], signal),
    skeleton: (body, signal) => call('skeleton', [body], signal),
    measure: (body, betas, signal) => call('measure', [body, betas], signal),
    rig: (body, parameters, signal) => call('rig', [body, parameters], signal),
    write: (request, signal) => call('write', [request], signal),
    addBody: (name, bytes) => call('addBody', [name, bytes]),
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dispose() {
      worker.terminate?.();
      listeners.clear();
      fail(new FitError('usage', 'worker', 'the workbench is closed.', 'Make a new one.'));
    },
  };
}
