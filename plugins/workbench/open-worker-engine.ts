import type { Engine } from './engine.js';
import type { WebEngineOptions } from './web-engine.js';
import { workerEngine } from './worker-engine.js';

export interface WorkerEngineOptions extends Omit<WebEngineOptions, 'modelsUrl'> {
  /** Where the package's models folder is served. */
  readonly modelsUrl: string | URL;
  /** Default: worker.js beside this module, which bundlers find by themselves. */
  readonly worker?: Worker;
}

/** An engine in a worker of its own: another one, if that stops working. */
export function openWorkerEngine({ modelsUrl, worker, ...options }: WorkerEngineOptions): Engine {
  const absolute = new URL(modelsUrl, globalThis.location?.href).href;
  const all = { ...options, modelsUrl: absolute };
  return worker === undefined ? workerEngine(startWorker(), all, startWorker) : workerEngine(worker, all);
}

function startWorker(): Worker {
  if (new URL(import.meta.url).origin === globalThis.location?.origin) {
    return new Worker(new URL('./worker.js', import.meta.url), { type: 'module' }); // bundlers look for these words
  }
  // Browsers start no worker from another host, but let a worker of this page import from there.
  const beside = './worker.js';
  const script = JSON.stringify(new URL(beside, import.meta.url).href);
  const starter = new Blob([`import ${script};`], { type: 'text/javascript' });
  return new Worker(URL.createObjectURL(starter), { type: 'module' });
}
