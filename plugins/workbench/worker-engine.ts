import { FitError } from '../../core/error.js';
import type { Engine, EngineNews, OpenedPicture } from './engine.js';
import { createRenewedCalls } from './renewed-calls.js';
import type { WorkerPort } from './worker-calls.js';

/**
 * An engine in a worker; `options` are those of the worker's script, plain data.
 *
 * @param again another worker like it. It takes the place of one that will not work any more with the next picture, or
 * `prepare`; the pictures and added bodies of the one before are gone.
 */
export function workerEngine(worker: WorkerPort, options: unknown, again?: () => WorkerPort): Engine {
  const listeners = new Set<(news: EngineNews) => void>();
  const tell = (news: EngineNews): void => {
    for (const listener of listeners) listener(news);
  };
  const { call, renew, stop } = createRenewedCalls(worker, options, tell, again);
  /** The last id of a picture, and that by which the present worker was started: each counts its pictures from 1. */
  let lastId = 0;
  let before = 0;
  const renewIfLost = (): void => {
    if (renew()) before = lastId;
  };
  /** A picture that the worker had when it was told that nobody wants it. */
  const forget = ({ id }: OpenedPicture): void => void call('close', [id]).catch(() => undefined);

  return {
    prepare(body, detail) {
      renewIfLost();
      return call('prepare', [body, detail]);
    },
    async open(picture, name, signal) {
      renewIfLost();
      const first = before;
      const opened = await call<OpenedPicture>('open', [picture, name], signal, forget);
      const id = first + opened.id;
      lastId = Math.max(lastId, id);
      return { ...opened, id };
    },
    detect: (detect, signal) => call('detect', [{ ...detect, picture: detect.picture - before }], signal),
    close: (picture) => call('close', [picture - before]),
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
      listeners.clear();
      stop(new FitError('usage', 'worker', 'the workbench is closed.', 'Make a new one.'));
    },
  };
}
