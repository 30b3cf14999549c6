import { expect, test } from 'vitest';
import { FitError } from '../../../core/error.js';
import {
  type Engine,
  type EngineNews,
  type Port,
  serveEngine,
  type WorkerPort,
  workerEngine,
} from '../../../plugins/workbench/index.js';

/** Both halves in this process, joined by a channel: messages are cloned as on the way to a worker. */
function joined(engine: Partial<Engine>): Engine {
  const { port1, port2 } = new MessageChannel();
  let tell: (news: EngineNews) => void = () => undefined;
  const listen = (listener: (news: EngineNews) => void) => {
    tell = listener;
    tell({ type: 'notice', message: 'started' });
    return () => undefined;
  };
  port1.start();
  port2.start();
  serveEngine(port1 as unknown as Port, (options) => {
    expect(options).toEqual({ modelsUrl: 'https://host.example/' });
    return { ...engine, listen } as Engine;
  });
  const terminate = (): void => port1.close();
  const port = {
    postMessage: port2.postMessage.bind(port2),
    addEventListener: port2.addEventListener.bind(port2),
    terminate,
  };
  return workerEngine(port as unknown as WorkerPort, { modelsUrl: 'https://host.example/' });
}

test('calls, answers and news cross over as they are', async () => {
  const news: EngineNews[] = [];
  const engine = joined({
    measure: async (body, betas) => ({ height: betas.length, body }) as never,
    addBody: async () => undefined,
  });
  engine.listen((event) => news.push(event));
  expect(await engine.measure('neutral', [1, 2])).toEqual({ height: 2, body: 'neutral' });
  expect(await engine.addBody('own', Uint8Array.of(1))).toBeUndefined();
  expect(news).toEqual([{ type: 'notice', message: 'started' }]);
  engine.dispose();
  await expect(engine.skeleton('neutral')).rejects.toThrow('the workbench is closed');
});

test('a FitError arrives as one, with its parts', async () => {
  const engine = joined({
    detect: async () => {
      throw new FitError('not-found', 'a.onnx', 'the server answers 404.', 'Serve it.');
    },
    fit: async () => {
      throw new RangeError('a bug');
    },
  });
  const error = await engine.detect({ picture: 1 }).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(FitError);
  expect(error).toMatchObject({
    code: 'not-found',
    where: 'a.onnx',
    what: 'the server answers 404.',
    todo: 'Serve it.',
  });
  await expect(engine.fit({} as never)).rejects.toMatchObject({ name: 'RangeError', message: 'a bug' });
  engine.dispose();
});

test('an abort is answered at once and reaches the worker', async () => {
  let heard: (value: boolean) => void = () => undefined;
  const arrived = new Promise<boolean>((resolve) => {
    heard = resolve;
  });
  const engine = joined({
    detect: (_, signal) =>
      new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => {
          heard(true);
          reject(signal.reason);
        });
      }),
  });
  const controller = new AbortController();
  const detect = engine.detect({ picture: 1 }, controller.signal);
  controller.abort();
  await expect(detect).rejects.toMatchObject({ name: 'AbortError' });
  expect(await arrived).toBe(true);
  await expect(engine.detect({ picture: 1 }, controller.signal)).rejects.toMatchObject({ name: 'AbortError' });
  engine.dispose();
});

test('a picture that the worker had when it heard of the abort is closed', async () => {
  let close: (id: number) => void = () => undefined;
  const closed = new Promise<number>((resolve) => {
    close = resolve;
  });
  const engine = joined({
    open: async () => ({ id: 7, width: 1, height: 1 }),
    close: async (id) => close(id),
  });
  const controller = new AbortController();
  const open = engine.open(new Blob(), 'a.jpg', controller.signal);
  controller.abort();
  await expect(open).rejects.toMatchObject({ name: 'AbortError' });
  expect(await closed).toBe(7);
  engine.dispose();
});

test.each(['findCamera', 'findUpright'] as const)(
  '%s is asked over the channel, and an abort reaches it',
  async (name) => {
    const requests = [{ body: 'neutral' }, { body: 'female' }] as never;
    const answer = { focalLength: 900, down: [0, 1, 0] };
    let heard: (reason: unknown) => void = () => undefined;
    const arrived = new Promise<unknown>((resolve) => {
      heard = resolve;
    });
    const asked: unknown[] = [];
    const engine = joined({
      [name]: async (given: unknown, signal?: AbortSignal) => {
        asked.push(given);
        if (asked.length === 1) return answer;
        if (asked.length === 2) return null;
        return new Promise((_resolve, reject) => {
          signal?.addEventListener('abort', () => {
            heard(signal.reason);
            reject(signal.reason);
          });
        });
      },
    });
    expect(await engine[name](requests)).toEqual(answer);
    expect(await engine[name](requests, new AbortController().signal)).toBeNull();
    const controller = new AbortController();
    const call = engine[name](requests, controller.signal);
    controller.abort();
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
    expect(await arrived).toMatchObject({ name: 'AbortError' });
    expect(asked).toEqual([requests, requests, requests]);
    engine.dispose();
  },
);

test('a worker whose script is missing fails every call', async () => {
  let failed: (event: Event) => void = () => undefined;
  const port: WorkerPort = {
    postMessage: () => undefined,
    addEventListener: (type, listener) => {
      if (type === 'error') failed = listener;
    },
  };
  const engine = workerEngine(port, {});
  const call = engine.skeleton('neutral');
  failed(new Event('error'));
  await expect(call).rejects.toThrow('worker: it stopped (its script cannot be loaded).');
  await expect(engine.skeleton('neutral')).rejects.toThrow('worker: it stopped');
});
