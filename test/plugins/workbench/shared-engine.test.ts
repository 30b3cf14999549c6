import { expect, test } from 'vitest';
import type { Image } from '../../../core/types.js';
import {
  createWorkbench,
  type Engine,
  type Port,
  serveEngine,
  type Workbench,
  type WorkerPort,
  workerEngine,
} from '../../../plugins/workbench/index.js';
import { nodeEngine, personPhoto } from '../../support/workbench-engine.js';

const photo = await personPhoto();
const other = flipped(photo);

/** Left for right, and the same person on the other side of the picture. */
function flipped({ width, height, rgba }: Image): Image {
  const mirrored = new Uint8Array(rgba.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = 4 * (y * width + x);
      mirrored.set(rgba.subarray(from, from + 4), 4 * (y * width + width - 1 - x));
    }
  }
  return { width, height, rgba: mirrored };
}

/** An engine at the other end of a channel. */
function served(engine: Engine): Engine {
  const { port1, port2 } = new MessageChannel();
  port1.start();
  port2.start();
  serveEngine(port1 as unknown as Port, () => engine);
  const port = {
    postMessage: port2.postMessage.bind(port2),
    addEventListener: port2.addEventListener.bind(port2),
    terminate: () => port1.close(),
  };
  return workerEngine(port as unknown as WorkerPort, {});
}

/** Of the chosen person, pixels. */
const middle = ({ person }: Workbench): number => person!.detection!.box[0] + person!.detection!.box[2] / 2;
const FAST = { detail: 'fast' } as const;

test.each<[string, () => Engine]>([
  ['on this thread', () => nodeEngine()],
  ['in a worker', () => served(nodeEngine())],
])('two workbenches on one engine, %s, have each their own picture', async (_, create) => {
  const engine = create();
  const [a, b] = [createWorkbench({ engine }), createWorkbench({ engine })];
  await Promise.all([a.open(photo), b.open(other)]);
  await Promise.all([a.detect(FAST), b.detect(FAST)]);
  const [atA, atB] = [middle(a), middle(b)];
  // Detectors see a mirrored picture a little differently: a hundredth of its width.
  expect(Math.abs(atA + atB - photo.width)).toBeLessThan(photo.width / 100);
  expect(Math.abs(atA - atB)).toBeGreaterThan(photo.width / 20);

  a.dispose();
  a.dispose(); // once
  await b.detect(FAST);
  expect(middle(b)).toBe(atB);
  b.dispose();
});

test('a picture is kept as long as a workbench has it, and the engine is closed with the last', async () => {
  const log: string[] = [];
  const real = nodeEngine();
  const engine: Engine = {
    ...real,
    async open(...asked) {
      const opened = await real.open(...asked);
      log.push(`open ${opened.id}`);
      return opened;
    },
    async close(picture) {
      log.push(`close ${picture}`);
      await real.close(picture);
    },
    dispose: () => log.push('dispose'),
  };
  const [a, b] = [createWorkbench({ engine }), createWorkbench({ engine })];
  await expect(b.detect(FAST)).rejects.toThrow('detect: there is no picture.');
  await a.open(photo);
  await expect(b.detect(FAST)).rejects.toThrow('detect: there is no picture.'); // it is of another
  await b.open(photo);
  await a.open(other);
  expect(a.state.image).toEqual({ name: 'picture', width: photo.width, height: photo.height });
  await expect(real.detect({ picture: 1 })).rejects.toThrow('there is no picture');
  a.dispose();
  b.dispose();
  expect(log).toEqual(['open 1', 'open 2', 'open 3', 'close 1', 'close 3', 'close 2', 'dispose']);
});

test('a picture that is still being opened when its workbench ends does not stay in the engine', async () => {
  const engine = nodeEngine();
  const closed: number[] = [];
  const { close } = engine;
  engine.close = (picture) => {
    closed.push(picture);
    return close(picture);
  };
  const [a, b] = [createWorkbench({ engine }), createWorkbench({ engine })];
  const opening = a.open(photo, { name: 'a.jpg' });
  a.dispose();
  await opening.catch(() => undefined);
  expect(closed).toHaveLength(1);
  expect(a.state.image).toBeNull();
  b.dispose();
});
