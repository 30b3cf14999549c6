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

test('what the worker does not know, and what is asked before it starts, is answered with a FitError', async () => {
  const answers: unknown[] = [];
  let ask: (message: unknown) => void = () => undefined;
  serveEngine(
    {
      postMessage: (message) => answers.push(message),
      addEventListener: (_, listener) => {
        ask = (data) => listener({ data: data as never });
      },
    },
    () => ({ listen: () => () => undefined }) as unknown as Engine,
  );
  ask({ type: 'call', id: 1, name: 'fit', parameters: [] });
  ask({ type: 'start', options: {} });
  ask({ type: 'call', id: 2, name: 'cook', parameters: [] });
  await Promise.resolve();
  const refusal = (id: number, name: string) =>
    expect.objectContaining({
      id,
      error: expect.objectContaining({
        fit: expect.objectContaining({ code: 'unsupported', what: `it cannot ${name}.` }),
      }),
    });
  expect(answers).toEqual([refusal(1, 'fit'), refusal(2, 'cook')]);
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

/** A worker that answers by itself; `detect` fails in it as told. */
function worker(detect: () => Promise<never[]>) {
  const { port1, port2 } = new MessageChannel();
  port1.start();
  port2.start();
  const asked: unknown[] = [];
  let lastId = 0;
  serveEngine(port1 as unknown as Port, () => ({
    ...({} as Engine),
    listen: () => () => undefined,
    open: async () => ({ id: ++lastId, width: 1, height: 1 }),
    detect: async ({ picture }) => {
      asked.push(picture);
      return detect();
    },
    close: async (picture) => void asked.push(`close ${picture}`),
  }));
  let isEnded = false;
  const terminate = (): void => {
    isEnded = true;
    port1.close();
  };
  const port = {
    postMessage: port2.postMessage.bind(port2),
    addEventListener: port2.addEventListener.bind(port2),
    terminate,
  };
  return { port: port as unknown as WorkerPort, asked, isEnded: () => isEnded };
}

test('a worker whose onnxruntime did not start is replaced with the next picture', async () => {
  const broken = worker(async () => {
    throw new FitError('unsupported', 'onnxruntime-web', 'WebAssembly does not start (network error).', 'Try again.');
  });
  const fresh = worker(async () => []);
  const engine = workerEngine(broken.port, {}, () => fresh.port);
  const first = await engine.open(new Blob(), 'a.jpg');
  await expect(engine.detect({ picture: first.id })).rejects.toThrow('WebAssembly does not start');
  expect(broken.isEnded()).toBe(false);
  const second = await engine.open(new Blob(), 'b.jpg');
  expect(broken.isEnded()).toBe(true);
  expect(second.id).not.toBe(first.id);
  expect(await engine.detect({ picture: second.id })).toEqual([]);
  await engine.close(first.id); // of the worker that is gone: not the new one's first
  expect(fresh.asked).toEqual([1, 'close 0']);
  expect((await engine.open(new Blob(), 'c.jpg')).id).toBe(3);
  engine.dispose();
  expect(fresh.isEnded()).toBe(true);
});

test('a worker that only lacks a file is kept, and so is one that there is no other for', async () => {
  const missing = new FitError('not-found', 'a.onnx', 'the server answers 404.', 'Serve it.');
  const dead = new FitError('unsupported', 'onnxruntime-web', 'WebAssembly does not start.', 'Serve it.');
  for (const [error, again] of [[missing, () => expect.unreachable()], [dead]] as const) {
    const only = worker(async () => {
      throw error;
    });
    const engine = workerEngine(only.port, {}, again);
    const { id } = await engine.open(new Blob(), 'a.jpg');
    await expect(engine.detect({ picture: id })).rejects.toThrow(error.message);
    expect((await engine.open(new Blob(), 'a.jpg')).id).toBe(2);
    engine.dispose();
  }
});
