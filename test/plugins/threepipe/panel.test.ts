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
  set(entry('Height, m'), 1.7);
  expect(entry('Height, m').getValue?.()).toBe(1.7); // not done yet
  await idle(workbench);
  expect(workbench.state.options).toMatchObject({ body: 'male', height: 1.7 });
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

test('a height that nobody has is told and goes back; 0 is unknown', async () => {
  const { workbench } = await twoPeople({}, 1);
  const { entry, set, status } = panelOf(workbench);
  const height = entry('Height, m');
  set(height, 180);
  await idle(workbench);
  expect(height.getValue?.()).toBe(0);
  expect(status.text).toBe('height: 180 is not the height of a person. Give it in metres.');
  set(height, 1.8);
  set(height, 0);
  await idle(workbench);
  expect(workbench.state.options.height).toBeNull();
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
