import { FitError } from '../../core/error.js';
import type { Engine, EngineNews, OpenedPicture } from './engine.js';
import { createWorkerCalls, type WorkerPort } from './worker-calls.js';

/** An engine in a worker; `options` are those of the worker's script, plain data. */
export function workerEngine(worker: WorkerPort, options: unknown): Engine {
  const listeners = new Set<(news: EngineNews) => void>();
  const { call, fail } = createWorkerCalls(worker, (news) => {
    for (const listener of listeners) listener(news);
  });
  /** A picture that the worker had when it was told that nobody wants it. */
  const forget = ({ id }: OpenedPicture): void => void call('close', [id]).catch(() => undefined);
  worker.postMessage({ type: 'start', options });

  return {
    prepare: (body, detail) => call('prepare', [body, detail]),
    open: (picture, name, signal) => call('open', [picture, name], signal, forget),
    detect: (detect, signal) => call('detect', [detect], signal),
    close: (picture) => call('close', [picture]),
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
