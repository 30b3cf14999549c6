import { expect, test } from 'vitest';
import type { Workbench, WorkbenchEvent } from '../../../plugins/workbench/index.js';
import { createTurns } from '../../../plugins/workbench/turns.js';
import { twoPeople } from '../../support/two-people.js';

const WRIST = 9;
/** Metres. */
const HEIGHT = 1.9;
const steps = (events: readonly WorkbenchEvent[]) => events.filter(({ type }) => type === 'step').length;

test('a job is one step; what fails in it takes all of it back', async () => {
  const { workbench, events } = await twoPeople({}, 1);
  const before = workbench.state;
  await workbench.step(async () => {
    workbench.mirror();
    await workbench.refit();
  });
  expect(steps(events)).toBe(1);
  workbench.undo();
  expect(workbench.state).toBe(before);
  const failed = workbench.step(async () => {
    workbench.mirror();
    workbench.choose(1);
    throw new Error('no');
  });
  await expect(failed).rejects.toThrow('no');
  expect(workbench.state.people).toBe(before.people);
  expect(workbench.state.chosen).toBe(1); // one may look at whom one likes
  expect(steps(events)).toBe(1);
  workbench.dispose();
});

test('steps wait for a drag and for each other', async () => {
  const { workbench } = await twoPeople({}, 1);
  const drag = workbench.drag(WRIST);
  const order: string[] = [];
  const first = workbench.step(async () => {
    await new Promise((resolve) => setTimeout(resolve));
    order.push('first');
  });
  const second = workbench.step(() => void order.push('second'));
  drag.to([200, 200]);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(order).toEqual([]);
  await drag.end();
  await Promise.all([first, second]);
  expect(order).toEqual(['first', 'second']);
  workbench.dispose();
});

/** Everybody so high, who has a body. */
const heightStep = (workbench: Workbench): Promise<void> =>
  workbench.step(() => {
    workbench.setOptions({ height: HEIGHT });
    return workbench.refit({ people: 'fitted' });
  });

test('undo, redo and drags find a step done or not begun', async () => {
  const { workbench, events } = await twoPeople({}, 1);
  workbench.setOptions({ posePrior: 2 });
  const before = workbench.state;
  const step = heightStep(workbench);
  expect(workbench.isStepping).toBe(true);
  workbench.undo();
  workbench.redo();
  expect(() => workbench.drag(WRIST)).toThrow('a step is still running');
  await step;
  expect(workbench.isStepping).toBe(false);
  const after = workbench.state;
  expect(after.options).toMatchObject({ height: HEIGHT, posePrior: 2 });
  expect((await workbench.measurements())?.height).toBeCloseTo(HEIGHT, 1);
  expect(steps(events)).toBe(2);
  workbench.undo();
  expect(workbench.state).toBe(before);
  workbench.redo();
  expect(workbench.state).toBe(after);
  workbench.dispose();
});

test('what a host restores while a step runs stays, and the step is none', async () => {
  const { workbench, events } = await twoPeople({}, 1);
  const { state } = workbench;
  const restored = { ...state, options: { ...state.options, posePrior: 2 } };
  const step = heightStep(workbench);
  workbench.restore(restored);
  await expect(step).rejects.toThrow('the options were changed while it was running');
  expect(workbench.state).toBe(restored);
  await workbench.step(() => {
    workbench.mirror();
    workbench.restore(restored);
  });
  expect(workbench.state).toBe(restored);
  expect(steps(events)).toBe(0);
  workbench.dispose();
});

test('what a job does after its step was interrupted is not part of it, and a step all the same', async () => {
  const { workbench, events } = await twoPeople({}, 1);
  const { state } = workbench;
  await workbench.step(async () => {
    workbench.setOptions({ posePrior: 2 });
    workbench.choose(0);
    expect(workbench.stateBeforeStep).toEqual({ ...state, chosen: 0 });
    workbench.restore(state);
    expect(workbench.stateBeforeStep).toBe(state);
    await workbench.fit();
  });
  expect(workbench.stateBeforeStep).toBe(workbench.state);
  expect(steps(events)).toBe(1);
  workbench.undo();
  expect(workbench.state).toBe(state);
  workbench.dispose();
});

test('a fit does not come to options that it was not made with', async () => {
  const { workbench } = await twoPeople({}, 1);
  const before = workbench.state;
  workbench.setOptions({ body: 'male' });
  const fit = workbench.fit();
  workbench.undo();
  await expect(fit).rejects.toThrow('the options were changed while it was running');
  expect(workbench.state).toBe(before);
  workbench.dispose();
});

test('a drag that moved nothing leaves alone what others did meanwhile', async () => {
  const { workbench, events } = await twoPeople({}, 1);
  const drag = workbench.drag(WRIST);
  await workbench.fit();
  const { state } = workbench;
  drag.cancel();
  expect(workbench.state).toBe(state);
  const empty = workbench.drag(WRIST);
  await empty.end();
  expect(workbench.state).toBe(state);
  expect(steps(events)).toBe(1);
  workbench.dispose();
});

test('a drag that is cancelled, or undone, takes its own person back and nobody else', async () => {
  const { workbench } = await twoPeople();
  for (const isKept of [false, true]) {
    const { people, chosen } = workbench.state;
    const drag = workbench.drag(WRIST);
    drag.to([10, 10]);
    workbench.choose(1 - chosen);
    await workbench.fit();
    const other = workbench.person;
    workbench.choose(chosen);
    if (isKept) await drag.end();
    else drag.cancel();
    if (isKept) workbench.undo();
    expect(workbench.person).toBe(people[chosen]);
    expect(workbench.state.people[1 - chosen]).toBe(other);
  }
  workbench.dispose();
});

test('nobody gets between the one that ends and the one that waits', async () => {
  const turns = createTurns();
  const end = turns.begin() as () => void;
  const waiting = turns.alone();
  end();
  end(); // once is enough
  const third = turns.alone();
  expect(third).toBeInstanceOf(Promise);
  (await waiting)();
  (await third)();
  expect(typeof turns.alone()).toBe('function');
});
