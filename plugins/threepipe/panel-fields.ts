import { STEEPEST } from '../../core/camera/gravity.js';
import { SHIPPED_BODIES } from '../../models/registry.js';
import type { Changes } from '../workbench/changes.js';
import { STRENGTH_POWERS } from '../workbench/prior-strength.js';
import type { Options } from '../workbench/state.js';
import type { Workbench } from '../workbench/workbench.js';
import type { UiConfig } from './contract.js';
import type { UndoRecords } from './undo-records.js';

/** Fields of the panel that change what fits go by. A 0 stands for unknown. */

export interface FieldParts {
  readonly workbench: Workbench;
  readonly changes: Changes;
  readonly records: UndoRecords;
  /** For what is begun now. */
  signal(): AbortSignal;
  /** Shows all values anew. */
  refresh(): void;
}

export const choices = (values: readonly string[]) => values.map((value) => ({ label: value, value }));

const orUnknown = (value: number): number | null => (value === 0 ? null : value);

/** Height and weight of the chosen person; where they are not known, what holds for everybody. */
export function knownFields({ workbench, changes, records, signal, refresh }: FieldParts): UiConfig[] {
  const known = (label: string, option: 'height' | 'weight'): UiConfig => ({
    type: 'number',
    label,
    disabled: () => workbench.person === null,
    getValue: () => changes.known[option] ?? changes.options[option] ?? 0,
    setValue: (value: number) =>
      records.unrecorded(() => {
        // What was refused goes back.
        void changes.setKnown({ [option]: orUnknown(value) }, { signal: signal() }).then(refresh);
      }),
  });
  return [known('Height, m', 'height'), known('Weight, kg', 'weight')];
}

/** Options of the fit. A change fits all bodies again. */
export function optionFields({ changes, records, signal, refresh }: FieldParts): UiConfig[] {
  const change = (options: Partial<Options>, isAnew: boolean): void =>
    records.unrecorded(() => {
      void changes.setOptions(options, { isAnew, signal: signal() }).then(refresh); // what was refused goes back
    });
  const strength = (label: string, option: 'posePrior' | 'shapePrior'): UiConfig => ({
    type: 'slider',
    label: `${label}, power of 2`,
    bounds: [STRENGTH_POWERS.min, STRENGTH_POWERS.max],
    getValue: () => Math.log2(changes.options[option]),
    setValue: (power: number) => change({ [option]: 2 ** power }, false),
  });
  return [
    {
      type: 'dropdown',
      label: 'Body',
      children: choices(SHIPPED_BODIES),
      getValue: () => changes.options.body,
      setValue: (body: string) => change({ body }, true),
    },
    {
      type: 'number',
      label: 'Focal length, px',
      getValue: () => changes.options.focalLength ?? 0,
      setValue: (value: number) => change({ focalLength: orUnknown(value) }, false),
    },
    {
      type: 'checkbox',
      label: 'Upright',
      getValue: () => changes.options.upright,
      setValue: (upright: boolean) => change({ upright, pitch: null }, true),
    },
    {
      type: 'slider',
      label: 'Camera down, °',
      bounds: [-STEEPEST, STEEPEST],
      getValue: () => changes.options.pitch ?? 0,
      setValue: (pitch: number) => change({ pitch }, true),
    },
    strength('Pose prior', 'posePrior'),
    strength('Shape prior', 'shapePrior'),
  ];
}

/** One slider a number of the chosen person's shape: as many as their body has. */
export function shapeFolder({ workbench, changes, records }: FieldParts): UiConfig {
  const betas = (): ArrayLike<number> => workbench.person?.fit?.betas ?? [];
  const beta = (b: number): UiConfig => ({
    type: 'slider',
    label: `Beta ${b + 1}`,
    bounds: [-4, 4],
    getValue: () => betas()[b] ?? 0,
    setValue: (value: number) => records.unrecorded(() => void changes.setBeta(b, value)),
  });
  // The same array and objects every time, which panels know them by; of a function's entries they would not refresh the values.
  const sliders: UiConfig[] = [];
  return {
    type: 'folder',
    label: 'Shape',
    get children() {
      const { length: B } = betas();
      while (sliders.length < B) sliders.push(beta(sliders.length));
      sliders.length = B;
      return sliders;
    },
  };
}
