import { type Options, type Person, type WorkbenchState, withoutTilt } from './state.js';

/** Pure changes of who is in the picture, and of what is known of somebody. */

/** What the user may know of a person: metres, kilograms; null: unknown. */
export type Known = Pick<Options, 'height' | 'weight'>;

/**
 * The state without the person at `index`. Who was chosen stays so; after the chosen one the next is, or the last. The
 * camera's tilt may have been told by who is gone: the next fit asks again.
 */
export function withoutPerson(state: WorkbenchState, index: number): WorkbenchState {
  const people = state.people.filter((_, i) => i !== index);
  const chosen = index < state.chosen ? state.chosen - 1 : Math.min(state.chosen, people.length - 1);
  return withoutTilt({ ...state, people, chosen });
}

/** The person with what is known of them now; null: what the options say holds. */
export function withKnown({ height, weight, ...person }: Person, change: Partial<Known>): Person {
  const now = { height, weight, ...change };
  return {
    ...person,
    ...(now.height != null && { height: now.height }),
    ...(now.weight != null && { weight: now.weight }),
  };
}

/** Height and weight that a person's fits keep to. */
export const knownOf = (person: Person, options: Known): Known => ({
  height: person.height ?? options.height,
  weight: person.weight ?? options.weight,
});
