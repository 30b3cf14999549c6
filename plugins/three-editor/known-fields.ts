import type { Known } from '../workbench/people-edits.js';
import { element, numberField, row, showNumber } from './elements.js';
import type { Settings, SettingsParts } from './settings.js';

/** Height and weight of the chosen person. Where they are not known, a field shows faintly what holds for everybody. */
export function createKnownFields({ workbench, changes, signal }: SettingsParts): Settings {
  const set = (known: Partial<Known>): void => {
    void changes.setKnown(known, { signal: signal() }).then(show); // what was refused goes back
  };
  const height = numberField('m', (value) => set({ height: value }));
  const weight = numberField('kg', (value) => set({ weight: value }));

  function show(): void {
    const { known, options } = changes;
    showKnown(height, known.height, options.height, 'm');
    showKnown(weight, known.weight, options.weight, 'kg');
    for (const field of [height, weight]) field.disabled = workbench.person === null;
  }
  const unsubscribe = workbench.subscribe((event) => {
    if (event.type === 'state' && event.cause !== 'drag') show();
  });
  show();
  return {
    element: element('div', 'photorig-known', [row('Height', height), row('Weight', weight)]),
    dispose: unsubscribe,
  };
}

function showKnown(field: HTMLInputElement, own: number | null, everybodys: number | null, unit: string): void {
  showNumber(field, own);
  field.placeholder = everybodys === null ? unit : `${everybodys} ${unit}`;
}
