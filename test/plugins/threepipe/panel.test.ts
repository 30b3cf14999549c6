import { expect, test } from 'vitest';
import type { UiChoice, UiConfig } from '../../../plugins/threepipe/contract.js';
import { createPanel, type PanelParts } from '../../../plugins/threepipe/panel.js';
import { createUndoRecords } from '../../../plugins/threepipe/undo-records.js';
import { AVATAR_FORMATS, type Engine, type Workbench } from '../../../plugins/workbench/index.js';
import { createStatusLine } from '../../../plugins/workbench/status-line.js';
import { twoPeople } from '../../support/two-people.js';

/** The panel of a workbench, and what the viewer's undo manager is given. */
function panelOf(workbench: Workbench) {
  const recorded: unknown[] = [];
  const manager = {
    enabled: true,
    record(command: unknown) {
      if (manager.enabled) recorded.push(command);
    },
  };
  const records = createUndoRecords({ undoManager: manager });
  workbench.subscribe((event) => {
    if (event.type === 'step') records.record({ undo: () => undefined, redo: () => undefined });
  });
  const status = createStatusLine(workbench, () => undefined);
  const skins = { tones: [], tone: 'medium' };
  const parts = { viewer: {}, workbench, skins, sync: {}, records, status, refresh: () => undefined };
  const { uiConfig } = createPanel(parts as unknown as PanelParts);
  const entry = (label: string): UiConfig =>
    (uiConfig.children as UiConfig[]).find((child) => child.label === label) as UiConfig;
  /** As a panel does it: the field is set, and then recorded. */
  const set = (field: UiConfig, value: unknown): void => {
    field.setValue?.(value as never);
    manager.record('by the panel');
  };
  return { entry, set, status, manager, recorded };
}

/** Until nothing runs and nothing waits. */
async function idle(workbench: Workbench): Promise<void> {
  do {
    await workbench.step(() => undefined);
    await new Promise((resolve) => setTimeout(resolve));
  } while (workbench.busy !== null);
}

/** A workbench that writes down what is asked of its engine. */
async function listening(fitted: number) {
  const asked: string[] = [];
  const { workbench } = await twoPeople({}, fitted);
  const { engine } = workbench;
  for (const name of ['fit', 'refit'] as const) {
    const real = engine[name] as (...parameters: unknown[]) => unknown;
    Object.assign(engine, {
      [name]: (...parameters: unknown[]) => {
        asked.push(name);
        return real(...parameters);
      },
    } satisfies Partial<Engine>);
  }
  return { workbench, asked };
}

test.each([2, 0])('Upright is ticked and unticked; the bodies that are there are fitted anew: %i', async (fitted) => {
  const { workbench, asked } = await listening(fitted);
  const { entry, recorded, set } = panelOf(workbench);
  const upright = entry('Upright');
  expect([upright.type, upright.getValue?.()]).toEqual(['checkbox', false]);
  set(upright, true);
  expect(upright.getValue?.()).toBe(true);
  await idle(workbench);
  expect(workbench.state.options.upright).toBe(true);
  set(upright, false);
  expect(upright.getValue?.()).toBe(false);
  await idle(workbench);
  expect(workbench.state.options.upright).toBe(false);
  expect(asked).toEqual(Array(2 * fitted).fill('fit')); // only a fit from scratch asks how the camera is tilted
  expect(recorded.filter((command) => command !== 'by the panel')).toHaveLength(2);
  expect(recorded).toHaveLength(2);
  workbench.dispose();
});

test('a change is one record, of the workbench and not of the panel; other fields are the panel’s', async () => {
  const { workbench } = await twoPeople();
  const { entry, recorded, set, manager } = panelOf(workbench);
  set(entry('Body'), 'male');
  set(entry('Focal length, px'), 700);
  expect(entry('Focal length, px').getValue?.()).toBe(700); // not done yet
  await idle(workbench);
  expect(workbench.state.options).toMatchObject({ body: 'male', focalLength: 700 });
  set(entry('Camera down, °'), 12);
  const [beta] = entry('Shape').children as UiConfig[];
  set(beta, 1.5);
  await idle(workbench);
  expect(workbench.state.options.pitch).toBe(12);
  expect(workbench.person?.fit?.betas[0]).toBe(1.5);
  expect(recorded).not.toContain('by the panel');
  expect(recorded).toHaveLength(4);
  set(entry('Format'), 'vrm');
  expect(recorded.at(-1)).toBe('by the panel');
  expect(manager.enabled).toBe(true);
  manager.enabled = false; // by somebody else
  set(entry('Body'), 'female');
  await idle(workbench);
  expect(manager.enabled).toBe(false);
  workbench.dispose();
});

test('there are as many sliders of the shape as the body has numbers', async () => {
  const { workbench } = await twoPeople({}, 1);
  const shape = panelOf(workbench).entry('Shape');
  const sliders = (): readonly UiConfig[] => shape.children as UiConfig[];
  const labels = (): unknown[] => sliders().map(({ label }) => label);
  expect(labels()).toEqual(Array.from({ length: 10 }, (_, b) => `Beta ${b + 1}`));
  const [first] = sliders();
  const { state } = workbench;
  for (const B of [3, 16]) {
    const [person, ...others] = state.people;
    const fit = { ...person.fit!, betas: new Float64Array(B).fill(0.5) };
    workbench.restore({ ...state, people: [{ ...person, fit }, ...others] });
    expect(labels()).toHaveLength(B);
    expect(sliders()[B - 1].getValue?.()).toBe(0.5);
  }
  expect(sliders()[0]).toBe(first);
  workbench.choose(1); // nobody has fitted them
  expect(labels()).toEqual([]);
  workbench.dispose();
});

test('the strength of a prior goes from an eighth to eight times, the middle is as measured', async () => {
  const { workbench } = await twoPeople({}, 0);
  const { entry, set } = panelOf(workbench);
  const prior = entry('Pose prior, power of 2');
  expect([prior.bounds, prior.getValue?.()]).toEqual([[-3, 3], 0]);
  set(prior, -3);
  await idle(workbench);
  expect(workbench.state.options.posePrior).toBe(1 / 8);
  expect(prior.getValue?.()).toBe(-3);
  workbench.dispose();
});

test('a height that nobody has is told and goes back; 0 is unknown', async () => {
  const { workbench } = await twoPeople({}, 1);
  workbench.setOptions({ height: 1.75 });
  const { entry, set, status } = panelOf(workbench);
  const height = entry('Height, m');
  expect(height.getValue?.()).toBe(1.75); // everybody's
  set(height, 180);
  await idle(workbench);
  expect(height.getValue?.()).toBe(1.75);
  expect(status.text).toBe('height: 180 is not the height of a person. Give it in metres.');
  set(height, 1.8);
  set(height, 0);
  await idle(workbench);
  expect(workbench.person).not.toHaveProperty('height');
  workbench.dispose();
});

test('height and weight are of whoever is shown when they are set, and one record each', async () => {
  const { workbench } = await twoPeople();
  const { entry, set, recorded } = panelOf(workbench);
  const { people } = workbench.state;
  workbench.choose(0);
  set(entry('Height, m'), 1.4);
  expect(entry('Height, m').getValue?.()).toBe(1.4); // not done yet
  workbench.choose(1);
  expect(entry('Height, m').getValue?.()).toBe(0);
  await idle(workbench);
  expect(workbench.state.people.map(({ height }) => height)).toEqual([1.4, undefined]);
  expect(workbench.state.people[1].fit).toBe(people[1].fit);
  const { height } = await workbench.engine.measure('neutral', [...workbench.state.people[0].fit!.betas]);
  expect(Math.abs(height - 1.4)).toBeLessThan(0.05); // a fit keeps to it within some centimetres
  set(entry('Weight, kg'), 90);
  await idle(workbench);
  expect(workbench.state.people.map(({ weight }) => weight)).toEqual([undefined, 90]);
  expect(recorded).toHaveLength(2);
  expect(recorded).not.toContain('by the panel');
  workbench.dispose();
});

test('whoever is chosen is removed, as one record, until nobody is left', async () => {
  const { workbench } = await twoPeople({}, 1);
  const { entry, recorded } = panelOf(workbench);
  const [remove, height] = [entry('Remove this person'), entry('Height, m')];
  const [, second] = workbench.state.people;
  expect([remove.disabled?.(), height.disabled?.()]).toEqual([false, false]);
  workbench.choose(0);
  remove.onClick?.();
  workbench.choose(1);
  await idle(workbench);
  expect(workbench.state.people).toEqual([second]);
  expect(recorded).toHaveLength(1);
  remove.onClick?.();
  await idle(workbench);
  expect(workbench.state.people).toEqual([]);
  expect([remove.disabled?.(), height.disabled?.()]).toEqual([true, true]);
  workbench.dispose();
});

test('all formats are there', async () => {
  const { workbench } = await twoPeople({}, 0);
  const choices = panelOf(workbench).entry('Format').children as UiChoice[];
  expect(choices.map(({ value }) => value)).toEqual(AVATAR_FORMATS);
  workbench.dispose();
});

test('Stop stops, and says nothing', async () => {
  const { workbench } = await twoPeople(
    {
      fit: (_, signal) =>
        new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason))),
    },
    0,
  );
  const { entry, status } = panelOf(workbench);
  entry('Fit').onClick?.();
  expect(status.text).toBe('Fitting …');
  entry('Stop').onClick?.();
  await idle(workbench);
  expect(status.text).toBe('two: 2 people.');
  workbench.dispose();
});
