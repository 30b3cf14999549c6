import { expect, test } from 'vitest';
import type { Engine } from '../../../plugins/workbench/index.js';
import { createSession } from '../../../samples/web/session.js';

/** Options are all that these steps change: the engine has nothing to do. */
const idle = { listen: () => () => undefined, dispose: () => undefined } as unknown as Engine;

test('what a job changes is one step, back and forth', async () => {
  const session = createSession(idle);
  const { workbench } = session;
  let told = 0;
  session.onHistory(() => {
    told++;
  });
  const isDone = await session.step(() => {
    workbench.setOptions({ height: 1.8 });
    workbench.setOptions({ weight: 80 });
  });
  expect([isDone, session.canUndo, told]).toEqual([true, true, 1]);
  expect(await session.undo()).toBe(true);
  expect(workbench.state.options).toMatchObject({ height: null, weight: null });
  expect(await session.undo()).toBe(false);
  expect(await session.redo()).toBe(true);
  expect(workbench.state.options).toMatchObject({ height: 1.8, weight: 80 });
  session.forget();
  expect(session.canUndo).toBe(false);
});

test('a job that fails leaves nothing behind', async () => {
  const session = createSession(idle);
  const isDone = await session.step(() => {
    session.workbench.setOptions({ height: 1.8 });
    throw new Error('a failure');
  });
  expect(isDone).toBe(false);
  expect(session.workbench.state.options.height).toBeNull();
  expect(session.canUndo).toBe(false);
});

test('undo waits for what is being done', async () => {
  const session = createSession(idle);
  const step = session.step(() => session.workbench.setOptions({ height: 1.8 }));
  await Promise.all([step, session.undo()]);
  expect(session.workbench.state.options.height).toBeNull();
  expect(session.canRedo).toBe(true);
});

test('a job waits for those before it, also for one that fails', async () => {
  const session = createSession(idle);
  const order: string[] = [];
  const later = new Promise((resolve) => setTimeout(resolve, 5));
  const first = session.step(async () => {
    await later;
    order.push('first');
    throw new Error('a failure');
  });
  const second = session.step(() => order.push('second'));
  expect(await Promise.all([first, second])).toEqual([false, true]);
  expect(order).toEqual(['first', 'second']);
});
