import { FitError } from '../../core/error.js';
import type { Engine } from './engine.js';
import { type FromWorker, plainError, type Remote, type ToWorker } from './transport.js';

/** Of a worker's global scope or a MessagePort, what is used. */
export interface Port {
  postMessage(message: FromWorker): void;
  addEventListener(type: 'message', listener: (event: { readonly data: ToWorker }) => void): void;
}

/** Which functions take a signal, and as which parameter. */
const SIGNAL_AT: Readonly<Record<Remote, number | null>> = {
  prepare: null,
  open: 2,
  detect: 1,
  close: null,
  findCamera: 1,
  findUpright: 1,
  fit: 1,
  refit: 2,
  skeleton: 1,
  measure: 2,
  rig: 2,
  write: 1,
  addBody: null,
};

/**
 * Answers a workerEngine at the other end of the port: the worker's half. A custom worker, with its own runtime or
 * formats, calls this with its own engine.
 *
 * @param create makes the engine of the options that the page sent
 */
export function serveEngine(port: Port, create: (options: unknown) => Engine): void {
  const running = new Map<number, AbortController>();
  let engine: Engine | null = null;

  async function call(id: number, name: Remote, parameters: readonly unknown[]): Promise<void> {
    const controller = new AbortController();
    running.set(id, controller);
    try {
      if (engine === null || !Object.hasOwn(SIGNAL_AT, name)) {
        throw new FitError('unsupported', 'worker', `it cannot ${name}.`, 'Take page and worker of one version.');
      }
      const withSignal = [...parameters];
      const at = SIGNAL_AT[name];
      if (at !== null) withSignal[at] = controller.signal;
      const run = engine[name] as (...list: unknown[]) => Promise<unknown>;
      port.postMessage({ type: 'answer', id, value: await run(...withSignal) });
    } catch (error) {
      port.postMessage({ type: 'failure', id, error: plainError(error) });
    } finally {
      running.delete(id);
    }
  }

  port.addEventListener('message', ({ data }) => {
    if (data.type === 'abort') running.get(data.id)?.abort();
    else if (data.type === 'call') void call(data.id, data.name, data.parameters);
    else {
      engine = create(data.options);
      engine.listen((news) => port.postMessage({ type: 'news', news }));
    }
  });
}
