import { expect, test } from 'vitest';
import type { UiConfig } from '../../../plugins/threepipe/contract.js';
import { createPanel, type PanelParts } from '../../../plugins/threepipe/panel.js';
import { DEFAULT_OPTIONS, type Options, type Workbench } from '../../../plugins/workbench/index.js';

/** The panel of a workbench that writes down what it is asked for. */
function panelOf(isFitted: boolean) {
  let options: Options = DEFAULT_OPTIONS;
  const asked: string[] = [];
  const workbench = {
    get state() {
      return { options, people: [], chosen: 0, image: null };
    },
    person: isFitted ? { fit: {} } : null,
    setOptions: (change: Partial<Options>) => {
      options = { ...options, ...change };
    },
    fit: async () => asked.push('fit'),
    refit: async () => asked.push('refit'),
  } as unknown as Workbench;
  const failures: unknown[] = [];
  const parts = {
    viewer: {},
    workbench,
    skins: { tones: [], tone: 'medium' },
    sync: {},
    message: () => '',
    tell: (error: unknown) => failures.push(error),
  } as unknown as PanelParts;
  const { uiConfig } = createPanel(parts);
  const entry = (label: string): UiConfig =>
    (uiConfig.children as UiConfig[]).find((child) => child.label === label) as UiConfig;
  return { entry, asked, failures, options: () => options };
}

test.each([true, false])(
  'Upright is ticked and unticked; a body that is there is fitted anew: %j',
  async (isFitted) => {
    const { entry, asked, failures, options } = panelOf(isFitted);
    const upright = entry('Upright');
    expect([upright.type, upright.getValue?.()]).toEqual(['checkbox', false]);
    upright.setValue?.(true as never);
    expect([upright.getValue?.(), options().upright]).toEqual([true, true]);
    upright.setValue?.(false as never);
    expect([upright.getValue?.(), options().upright]).toEqual([false, false]);
    await new Promise((resolve) => setTimeout(resolve)); // what was begun has been done
    expect(asked).toEqual(isFitted ? ['fit', 'fit'] : []); // only a fit from scratch asks how the camera is tilted
    expect(failures).toEqual([]);
  },
);
