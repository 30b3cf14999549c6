import { expect, test } from 'vitest';
import type { Command } from '../../../plugins/three-editor/contract.js';
import { avatarsKey, createSceneSteps, ledOn } from '../../../plugins/three-editor/scene-steps.js';
import { foundPerson } from '../../../plugins/workbench/keypoint-edits.js';
import { EMPTY_STATE, type Person, type WorkbenchState } from '../../../plugins/workbench/state.js';
import { standing } from '../../support/standing.js';

const [a, b, c] = [1, 2, 3].map((id) => foundPerson(standing(100 * id), id));
const edited = (person: Person, height: number): Person => ({ ...person, height });
const state = (people: Person[], chosen = 0): WorkbenchState => ({ ...EMPTY_STATE, people, chosen });

test('a command leads to its end that the scene shows; several at once come from elsewhere', () => {
  const steps = createSceneSteps();
  const [first, second] = [{}, {}] as Command[];
  const [none, one, two] = [state([]), state([a]), state([a, b])];
  steps.record(first, { state: none, avatars: '' }, { state: one, avatars: 'a' });
  steps.record(second, { state: one, avatars: 'a' }, { state: two, avatars: 'a,b' });
  expect(steps.find(second, 'a,b', 'a')).toEqual({ from: two, to: one });
  expect(steps.find(second, 'a', 'a,b')).toEqual({ from: one, to: two });
  expect(steps.find(first, 'a,b', '')).toEqual({ from: null, to: none });
  expect(steps.find(first, 'a', 'b')).toBeNull();
  expect(steps.find({}, '', 'a')).toBeNull();
  expect(steps.find(undefined, '', 'a')).toBeNull();
  expect(avatarsKey(['b', 'a'])).toBe(avatarsKey(['a', 'b']));
});

test('where the scene shows nothing of a step, the order of steps tells undo from redo', () => {
  const steps = createSceneSteps();
  const [fit, removal] = [{}, {}] as Command[];
  const [none, two, one] = [state([]), state([a, b]), state([a])];
  steps.record(fit, { state: none, avatars: '' }, { state: two, avatars: 'a' });
  steps.record(removal, { state: two, avatars: 'a' }, { state: one, avatars: 'a' });
  for (let i = 0; i < 2; i++) {
    expect(steps.find(removal, 'a', 'a')).toEqual({ from: one, to: two });
    expect(steps.find(fit, 'a', '')).toEqual({ from: two, to: none });
    expect(steps.find(fit, '', 'a')).toEqual({ from: none, to: two });
    expect(steps.find(fit, 'a', 'a')).toBeNull(); // nothing has happened
    expect(steps.find(removal, 'a', 'a')).toEqual({ from: two, to: one });
  }
  expect(steps.find(fit, 'a', '')).toEqual({ from: two, to: none }); // both at once
  expect(steps.find(removal, '', 'a')).toEqual({ from: null, to: one });
});

test('who came goes, who went comes back, and what else was done stays', () => {
  const B = edited(b, 1.7);
  expect(ledOn(state([a, B], 1), state([a, b]), state([b])).people).toEqual([B]);
  expect(ledOn(state([B]), state([b]), state([a, b])).people).toEqual([a, B]);
  expect(ledOn(state([a, b, c]), state([a]), state([edited(a, 1.6)])).people).toEqual([edited(a, 1.6), b, c]);
  expect(ledOn(state([c]), state([a, c]), state([edited(a, 1.6), c])).people).toEqual([edited(a, 1.6), c]);
  expect(ledOn(state([c]), state([b, c]), state([b, edited(c, 1.6)])).people).toEqual([edited(c, 1.6)]); // b was removed since
});

test('whoever is looked at stays so, as long as they are there', () => {
  expect(ledOn(state([b], 0), state([b]), state([a, b])).chosen).toBe(1);
  expect(ledOn(state([c], 0), state([c]), state([a, b], 1)).chosen).toBe(1);
  expect(ledOn(state([a], 0), state([a]), state([], -1)).chosen).toBe(-1);
});

test('options and the picture’s camera go along where the step changed them', () => {
  const image = { name: 'two', width: 640, height: 480 };
  const now = { ...state([a]), image: { ...image, down: null }, options: { ...EMPTY_STATE.options, height: 1.9 } };
  const from = { ...now, people: [b] };
  expect(ledOn(now, from, state([b]))).toMatchObject({ image: null, options: EMPTY_STATE.options });
  expect(ledOn(now, from, { ...from, people: [a] })).toEqual(now);
});
