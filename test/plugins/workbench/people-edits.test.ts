import { expect, test } from 'vitest';
import { createWorkbench, type Engine, type FitRequest } from '../../../plugins/workbench/index.js';
import { foundPerson } from '../../../plugins/workbench/keypoint-edits.js';
import { withKnown, withoutPerson } from '../../../plugins/workbench/people-edits.js';
import { snapshotFromJson, snapshotToJson } from '../../../plugins/workbench/snapshot.js';
import { EMPTY_STATE, type WorkbenchState } from '../../../plugins/workbench/state.js';
import { standing } from '../../support/standing.js';

const people = [0, 100, 200].map((right) => foundPerson(standing(right)));
const image = { name: 'photo', width: 640, height: 480, down: [0, 1, 0] as const };
const state: WorkbenchState = { ...EMPTY_STATE, image, people, chosen: 1 };

/** A workbench whose fits are only asked for. */
function asked() {
  const requests: FitRequest[] = [];
  const engine = {
    listen: () => () => undefined,
    findCamera: async ([{ camera }]: FitRequest[]) => ({ camera, source: 'default' }),
    async fit(request: FitRequest) {
      requests.push(request);
      throw new Error('no fit');
    },
  } as unknown as Engine;
  const workbench = createWorkbench({ engine, options: { height: 1.7 } });
  workbench.restore({ ...state, options: workbench.state.options });
  return { workbench, requests };
}

test('whoever is chosen stays so when somebody else is taken out', () => {
  const left = (index: number, chosen: number) => {
    const after = withoutPerson({ ...state, chosen }, index);
    return [after.people.map((person) => people.indexOf(person)), after.chosen];
  };
  expect(left(0, 1)).toEqual([[1, 2], 0]);
  expect(left(2, 1)).toEqual([[0, 1], 1]);
  expect(left(1, 1)).toEqual([[0, 2], 1]); // the next one
  expect(left(2, 2)).toEqual([[0, 1], 1]); // the last one
  const alone = { ...state, people: [people[0]], chosen: 0 };
  expect(withoutPerson(alone, 0)).toMatchObject({ people: [], chosen: -1 });
});

test('what the person told of the tilt is asked again', () => {
  expect(withoutPerson(state, 0).image).toEqual({ name: 'photo', width: 640, height: 480 });
});

test('somebody is taken out and comes back; an index that nobody has is told', () => {
  const { workbench } = asked();
  const problems: string[] = [];
  workbench.subscribe((event) => event.type === 'problem' && problems.push(event.message));
  const before = workbench.state;
  workbench.removePerson(1);
  expect([workbench.state.people.length, workbench.person]).toEqual([2, people[2]]);
  workbench.undo();
  expect(workbench.state).toBe(before);
  for (const index of [3, -1, 0.5, Number.NaN]) expect(() => workbench.removePerson(index)).toThrow();
  expect(problems[0]).toBe('person: there is no person 3. Count from 0 to 2.');
  expect(problems).toHaveLength(4);
});

test('nobody gets the id of somebody who was there before', () => {
  const { workbench } = asked();
  const ids = (): number[] => workbench.state.people.map(({ id }) => id);
  const found = people.map((person, i) => ({ ...person, id: i + 5 }));
  workbench.restore({ ...workbench.state, people: found });
  workbench.addPerson();
  expect(ids()).toEqual([5, 6, 7, 8]);
  workbench.removePerson(3);
  workbench.addPerson();
  workbench.addPerson();
  expect(ids()).toEqual([5, 6, 7, 9, 10]);
  workbench.moveKeypoint(0, [1, 1]);
  workbench.removePerson(0);
  expect(ids()).toEqual([6, 7, 9, 10]);
});

test('what is known of a person goes before the options, which hold for the others', async () => {
  const { workbench, requests } = asked();
  workbench.setKnown({ height: 1.3, weight: 30 });
  for (const index of [0, 1, 2]) {
    workbench.choose(index);
    await workbench.fit().catch(() => undefined);
  }
  expect(requests.map(({ options: { height, weight } }) => [height, weight])).toEqual([
    [1.7, null],
    [1.3, 30],
    [1.7, null],
  ]);
  workbench.choose(1);
  workbench.setKnown({ height: null });
  expect(workbench.person).toEqual({ ...people[1], weight: 30 });
  workbench.undo();
  expect(workbench.person).toMatchObject({ height: 1.3, weight: 30 });
  expect(() => workbench.setKnown({ height: -1 })).toThrow(/height/);
});

test('scene files keep what is known of a person', () => {
  const known = { ...state, people: [people[0], withKnown(people[1], { height: 1.3 })] };
  const json = JSON.parse(JSON.stringify(snapshotToJson(known)));
  expect(snapshotFromJson('scene', json).people.map(({ height, weight }) => [height, weight])).toEqual([
    [undefined, undefined],
    [1.3, undefined],
  ]);
  json.people[1].weight = -3;
  expect(() => snapshotFromJson('scene', json)).toThrow(/weight is not a positive number/);
});
