import { FitError } from '../../core/error.js';
import type { EngineNews } from './engine.js';
import { createWorkerCalls, type WorkerCalls, type WorkerPort } from './worker-calls.js';

/** Calls to a worker that may be replaced by another one like it. */
export interface RenewedCalls {
  readonly call: WorkerCalls['call'];
  /**
   * Starts another worker in the place of one that will not work any more: a connection that broke off while its parts were
   * loaded is then not the end.
   *
   * @returns whether it did
   */
  renew(): boolean;
  /** Ends the worker, and rejects the calls that wait and all to come. */
  stop(error: Error): void;
}

/**
 * @param tell what the worker says unasked
 * @param again another worker; undefined: there is none
 */
export function createRenewedCalls(
  worker: WorkerPort,
  options: unknown,
  tell: (news: EngineNews) => void,
  again?: () => WorkerPort,
): RenewedCalls {
  const start = (port: WorkerPort) => {
    const calls = createWorkerCalls(port, tell);
    port.postMessage({ type: 'start', options });
    return { ...calls, port, isLost: false };
  };
  let now = start(worker);
  const stop = (error: Error): void => {
    now.isLost = false;
    now.port.terminate?.();
    now.fail(error);
  };
  return {
    async call(name, parameters, signal, late) {
      const asked = now;
      try {
        return await asked.call(name, parameters, signal, late);
      } catch (error) {
        asked.isLost ||= isEnd(error);
        throw error;
      }
    },
    renew() {
      if (!now.isLost || again === undefined) return false;
      stop(new FitError('unsupported', 'worker', 'it was started anew.', 'Try again.'));
      now = start(again());
      return true;
    },
    stop,
  };
}

/** What no worker recovers from: its script is missing or has died, or onnxruntime has, which keeps a start that failed. */
const isEnd = (error: unknown): boolean =>
  error instanceof FitError && error.code === 'unsupported' && ['worker', 'onnxruntime-web'].includes(error.where);
