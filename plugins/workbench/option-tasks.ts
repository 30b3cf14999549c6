import type { Engine } from './engine.js';
import { expectOptions } from './expect-options.js';
import type { ShapeOptions } from './fitting.js';
import { type Known, withKnown } from './people-edits.js';
import { type Options, withoutTilt } from './state.js';
import type { Store } from './store.js';

/** What a user knows better than fits. */
export interface OptionTasks {
  /**
   * What nobody's body and no camera has is told and refused. A body that the engine has not is told when the engine says so, and
   * the one before is back.
   */
  setOptions(options: Partial<Options>): void;
  /** What is known of a person goes before what the options say of everybody; null: they hold again. */
  setKnown(known: Partial<Known>, options?: ShapeOptions): void;
}

export function optionTasks(store: Store, engine: Engine): OptionTasks {
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
      expectBody(store, engine, state.options.body);
    },
    setKnown(known, { person: index } = {}) {
      expect(known);
      store.edit('person', (person) => withKnown(person, known), 'options', index);
    },
  };
}

/** Asks the engine for the body of the options, unless it is the one before: that comes back in the place of one that does not. */
export function expectBody(store: Store, engine: Engine, before: string): void {
  const { body } = store.state.options;
  if (body === before) return;
  const asked = engine.skeleton(body).catch((error) => {
    const { options } = store.state;
    if (options.body !== body) return; // taken back meanwhile
    store.show({ ...store.state, options: { ...options, body: before } }, 'options');
    if (store.busy !== 'fit') store.fail(error); // a fit by this body tells of it, too
  });
  asked.catch(() => undefined);
}
