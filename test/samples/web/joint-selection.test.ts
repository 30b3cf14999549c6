import { expect, test } from 'vitest';
import { createWorkbench, type Engine } from '../../../plugins/workbench/index.js';
import { foundPerson } from '../../../plugins/workbench/keypoint-edits.js';
import { EMPTY_STATE } from '../../../plugins/workbench/state.js';
import { createJointSelection } from '../../../samples/web/joint-selection.js';
import { standing } from '../../support/standing.js';

const WRIST = 9;

/** Three people, of whom the second is chosen and has a joint selected; the engine finds three again. */
function selected() {
  const engine = {
    listen: () => () => undefined,
    detect: async () => [0, 100, 200].map((right) => standing(right)),
  } as unknown as Engine;
  const workbench = createWorkbench({ engine });
  const people = [0, 100, 200].map((right, i) => foundPerson(standing(right), i + 1));
  workbench.restore({ ...EMPTY_STATE, image: { name: 'photo', width: 640, height: 480 }, people, chosen: 1 });
  const selection = createJointSelection(workbench);
  selection.select(WRIST);
  return { workbench, selection };
}

test('somebody else is removed: the joint stays selected, of the same person', () => {
  const { workbench, selection } = selected();
  workbench.removePerson(0);
  expect([selection.k, workbench.person?.id]).toEqual([WRIST, 2]);
  workbench.undo();
  expect([selection.k, workbench.person?.id]).toEqual([WRIST, 2]);
});

test('its own person is removed: the next one, in the same place, has none; it comes back with its person', () => {
  const { workbench, selection } = selected();
  workbench.removePerson(1);
  expect([selection.k, workbench.person?.id]).toEqual([null, 3]);
  workbench.undo();
  expect(selection.k).toBe(WRIST);
});

test('a person is added and chosen, who has none, and taken back', () => {
  const { workbench, selection } = selected();
  workbench.addPerson();
  expect(selection.k).toBeNull();
  workbench.undo();
  expect(selection.k).toBe(WRIST);
});

test('as many other people in the same places have none', async () => {
  const { workbench, selection } = selected();
  workbench.choose(0);
  selection.select(WRIST);
  await workbench.detect();
  expect([selection.k, workbench.state.chosen, workbench.state.people.length]).toEqual([null, 0, 3]);
  selection.select(WRIST);
  workbench.undo();
  workbench.choose(0);
  expect(selection.k).toBeNull();
});

test('nobody is chosen, nothing is selected', () => {
  const { workbench, selection } = selected();
  workbench.restore(EMPTY_STATE);
  expect(selection.k).toBeNull();
  selection.select(WRIST);
  expect(selection.k).toBeNull();
});
