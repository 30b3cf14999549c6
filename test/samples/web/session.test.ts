import { describe, expect, test } from 'vitest';
import type { Engine } from '../../../plugins/workbench/index.js';
import { createSession, fitAgain, type Session } from '../../../samples/web/session.js';
import { standing } from '../../support/standing.js';
import { nodeEngine } from '../../support/workbench-engine.js';

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

/** Two people, whom fits find no body for while `isBroken` says so of the keypoints they are asked for. */
async function people(isBroken: (x: number) => boolean) {
  const real = nodeEngine();
  const engine: Engine = {
    ...real,
    detect: async () => [standing(-100), standing(100)],
    async fit(request, signal) {
      if (isBroken(request.keypoints.xy[0])) throw new Error('the body cannot be loaded');
      return real.fit(request, signal);
    },
  };
  const session = createSession(engine);
  const { workbench } = session;
  await workbench.open({ width: 640, height: 480, rgba: new Uint8Array(4 * 640 * 480) });
  await workbench.detect();
  const told: string[] = [];
  workbench.subscribe((event) => event.type === 'problem' && told.push(event.message));
  return { session, workbench, told };
}
const [left, right] = [standing(-100), standing(100)].map(({ keypoints }) => keypoints.xy[0]);

describe('people are searched again', () => {
  test('and stay when fits fail, as one step back; those after one who fails are fitted', async () => {
    const { session, workbench, told } = await people((x) => x === left);
    workbench.removePerson(0);
    const before = workbench.state;
    const isDone = await session.step(async () => {
      await workbench.detect();
      await fitAgain(workbench);
    });
    const { chosen, people: found } = workbench.state;
    expect([isDone, chosen, told.length]).toEqual([true, 0, 1]);
    expect(found.map(({ fit }) => fit !== null)).toEqual([false, true]);
    await session.undo();
    expect(workbench.state.people).toEqual(before.people);
    workbench.dispose();
  });

  test('until they are stopped: nobody else is fitted, and nothing is told', async () => {
    const controller = new AbortController();
    const { workbench, told } = await people((x) => {
      if (x === left) controller.abort();
      return false;
    });
    await expect(fitAgain(workbench, { signal: controller.signal })).rejects.toMatchObject({ name: 'AbortError' });
    expect(workbench.state.people.map(({ fit }) => fit)).toEqual([null, null]);
    expect(told).toEqual([]);
    workbench.dispose();
  });
});

describe('an option is changed', () => {
  const change = ({ step, workbench }: Session): Promise<boolean> =>
    step(() => {
      workbench.setOptions({ focalLength: 900 });
      return fitAgain(workbench);
    });

  test('where nobody has a body, and nobody gets one: it holds, and the failure is told', async () => {
    const { session, workbench, told } = await people(() => true);
    expect(await change(session)).toBe(true);
    expect(workbench.state.options.focalLength).toBe(900);
    expect(told).toHaveLength(2);
    workbench.dispose();
  });

  test('where one has a body and the other gets none: the body follows', async () => {
    const { session, workbench, told } = await people((x) => x === right);
    workbench.choose(0);
    await workbench.fit();
    expect(await change(session)).toBe(true);
    expect(workbench.state.people.map(({ fit }) => fit?.camera.focalLength)).toEqual([900, undefined]);
    expect(told).toHaveLength(1);
    // What is known of the other holds as well, and is asked of nobody else.
    const { fit } = workbench.state.people[0];
    const isLearnt = await session.step(() => {
      workbench.setKnown({ height: 1.7 }, { person: 1 });
      return fitAgain(workbench, { person: 1 });
    });
    expect([isLearnt, workbench.state.people[1].height]).toEqual([true, 1.7]);
    expect(workbench.state.people[0].fit).toBe(fit);
    workbench.dispose();
  });

  test('where one had none, and now gets one', async () => {
    let isBroken = true;
    const { session, workbench } = await people((x) => x === left && isBroken);
    workbench.choose(1);
    await workbench.fit();
    isBroken = false;
    expect(await change(session)).toBe(true);
    expect(workbench.state.people.map(({ fit }) => fit?.camera.focalLength)).toEqual([900, 900]);
    expect(workbench.state.chosen).toBe(1);
    workbench.dispose();
  });

  test('by which a body that is there cannot be: it is refused', async () => {
    let isBroken = false;
    const { session, workbench } = await people(() => isBroken);
    await workbench.fit();
    isBroken = true;
    const { state } = workbench;
    expect(await change(session)).toBe(false);
    expect(workbench.state).toEqual(state);
    workbench.dispose();
  });
});
