import { expect, test } from 'vitest';
import { createPeople } from '../../../../samples/web/scene/people.js';
import { eventually } from '../../../support/eventually.js';
import { twoPeople } from '../../../support/two-people.js';

/** Two fitted people in a scene, and what it asked for and was told. */
async function shownPeople() {
  const { workbench } = await twoPeople();
  const { rig } = workbench.engine;
  const calls = { rigs: 0, news: [] as boolean[] };
  workbench.engine.rig = (...asked) => {
    calls.rigs += 1;
    return rig(...asked);
  };
  const people = createPeople(workbench, (isNew) => calls.news.push(isNew));
  const update = async (): Promise<void> => {
    const { length } = calls.news;
    people.update();
    await eventually(() => calls.news.length).toBeGreaterThan(length);
  };
  await update();
  return { workbench, people, calls, update };
}

test('the first of two is removed: the other keeps their mesh, which is not made again', async () => {
  const { workbench, people, calls, update } = await shownPeople();
  const [first, second] = workbench.state.people.map(({ id }) => people.shown.get(id)?.avatar);
  expect([calls.rigs, calls.news]).toEqual([2, [true]]);
  expect(people.group.children).toEqual([first?.object, second?.object]);
  workbench.removePerson(0);
  await update();
  expect(people.shown.get(workbench.state.people[0].id)?.avatar).toBe(second);
  expect([calls.rigs, calls.news]).toEqual([2, [true, true]]);
  expect(people.group.children).toEqual([second?.object]);
});

test('as many others in the same places are new; a change of those who are there is none', async () => {
  const { workbench, calls, update } = await shownPeople();
  await workbench.setBetas([1, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
  await update();
  await workbench.detect();
  for (const index of [0, 1]) {
    workbench.choose(index);
    await workbench.fit();
  }
  await update();
  expect(calls.news).toEqual([true, false, true]);
});
