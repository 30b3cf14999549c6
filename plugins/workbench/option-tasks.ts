import { downOfPitch } from '../../core/camera/gravity.js';
import { cameraFor } from '../../core/camera/pinhole.js';
import { checkMeasurements } from '../../core/terms/measurement.js';
import type { ShapeOptions } from './fitting.js';
import { type Known, withKnown } from './people-edits.js';
import { type Options, withoutTilt } from './state.js';
import type { Store } from './store.js';

/** What a user knows better than fits. */
export interface OptionTasks {
  /** What nobody's body and no camera has is told and refused. */
  setOptions(options: Partial<Options>): void;
  /** What is known of a person goes before what the options say of everybody; null: they hold again. */
  setKnown(known: Partial<Known>, options?: ShapeOptions): void;
}

export const optionTasks = (store: Store): OptionTasks => ({
  setOptions(change) {
    const { state } = store;
    const isAsked = change.upright === true && !state.options.upright;
    const next = { ...state, options: { ...state.options, ...change } };
    expectOptions(store, next.options);
    store.commit(isAsked ? withoutTilt(next) : next, 'options');
  },
  setKnown(known, { person: index } = {}) {
    expectOptions(store, { ...store.state.options, ...known });
    store.edit('person', (person) => withKnown(person, known), 'options', index);
  },
});

function expectOptions(store: Store, { height, weight, focalLength, pitch }: Options): void {
  try {
    checkMeasurements({ ...(height !== null && { height }), ...(weight !== null && { weight }) });
    if (focalLength !== null) cameraFor({ width: 1, height: 1 }, { focalLength });
    if (pitch !== null) downOfPitch(pitch);
  } catch (error) {
    store.fail(error);
  }
}
