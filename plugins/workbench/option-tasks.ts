import { expectOptions } from './expect-options.js';
import type { ShapeOptions } from './fitting.js';
import { type Known, withKnown } from './people-edits.js';
import { type Options, withoutTilt } from './state.js';
import type { Store } from './store.js';

/** What a user knows better than fits. */
export interface OptionTasks {
  /** What nobody's body and no camera has is told and refused. Of a body that the engine has not the next fit tells. */
  setOptions(options: Partial<Options>): void;
  /** What is known of a person goes before what the options say of everybody; null: they hold again. */
  setKnown(known: Partial<Known>, options?: ShapeOptions): void;
}

export function optionTasks(store: Store): OptionTasks {
  const expect = (options: Partial<Options>): void => {
    try {
      expectOptions(options);
    } catch (error) {
      store.fail(error);
    }
  };
  return {
    setOptions(change) {
      expect(change);
      const { state } = store;
      const isAsked = change.upright === true && !state.options.upright;
      const next = { ...state, options: { ...state.options, ...change } };
      store.commit(isAsked ? withoutTilt(next) : next, 'options');
    },
    setKnown(known, { person: index } = {}) {
      expect(known);
      store.edit('person', (person) => withKnown(person, known), 'options', index);
    },
  };
}
