import { FitError } from '../../core/error.js';
import type { EngineNews } from './engine.js';
import { errorOf, type FromWorker, type Remote, type ToWorker } from './transport.js';

/** Of a Worker or a MessagePort, what is used. */
export interface WorkerPort {
  postMessage(message: ToWorker): void;
  addEventListener(type: 'message' | 'error', listener: (event: Event) => void): void;
  terminate?(): void;
}

/** Functions that are called across a port, and answered by the number of the call. */
export interface WorkerCalls {
  /** @param late told the answer to a call that was aborted, if one comes all the same */
  call<T>(name: Remote, parameters: readonly unknown[], signal?: AbortSignal, late?: (value: T) => void): Promise<T>;
  /** Rejects the calls that wait, and all to come. */
  fail(error: Error): void;
}

/** @param tell what the worker says unasked */
export function createWorkerCalls(worker: WorkerPort, tell: (news: EngineNews) => void): WorkerCalls {
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: unknown): void }>();
  let lastId = 0;
  let broken: Error | null = null;

  const fail = (error: Error): void => {
    broken = error;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };

  worker.addEventListener('message', (event) => {
    const { data } = event as MessageEvent<FromWorker>;
    if (data.type === 'news') return tell(data.news);
    const call = waiting.get(data.id);
    waiting.delete(data.id);
    if (data.type === 'answer') call?.resolve(data.value);
    else call?.reject(errorOf(data.error));
  });
  worker.addEventListener('error', (event) => fail(stopped(event)));
  return {
    call: <T>(name: Remote, parameters: readonly unknown[], signal?: AbortSignal, late?: (value: T) => void) =>
      new Promise<T>((resolve, reject) => {
        if (broken !== null) return reject(broken);
        if (signal?.aborted) return reject(signal.reason);
        const id = ++lastId;
        // The answer to an aborted call is not waited for: the worker may be in the middle of a network.
        const abort = (): void => {
          waiting.set(id, { resolve: (value) => late?.(value as T), reject: () => undefined });
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
      }),
    fail,
  };
}

function stopped(event: Event): FitError {
  const { message = 'its script cannot be loaded' } = event as Partial<ErrorEvent>;
  const todo = "Serve the worker's script beside the page, or pass a `worker` of your own.";
  return new FitError('unsupported', 'worker', `it stopped (${message}).`, todo);
}
