import type * as THREE from 'three';
import { withExchanged } from '../workbench/keypoint-edits.js';
import { indexOf, type Person, type WorkbenchState } from '../workbench/state.js';
import { memoryOf } from './avatar.js';

/**
 * A state with people as their avatars remember them, and without bodies where there is no avatar any more.
 *
 * @param others the ids of people whose avatars are others by now
 * @throws FitError bad-input for an avatar whose memory is damaged
 */
export function remembered(
  state: WorkbenchState,
  others: readonly number[],
  now: ReadonlyMap<number, THREE.Object3D>,
  isUndo: boolean,
): WorkbenchState {
  let { options } = state;
  const people: Person[] = [...state.people];
  for (const id of others) {
    const avatar = now.get(id);
    const memory = avatar && memoryOf(avatar);
    const at = indexOf({ people }, id);
    if (memory) {
      options = memory.options;
      people[at < 0 ? people.length : at] = memory.person;
    } else if (at >= 0) {
      people[at] = isUndo ? unfitted(people[at]) : { ...people[at], fit: null };
    }
  }
  return { ...state, people, options };
}

/** The person before their first fit: what that exchanged is as it was found. */
const unfitted = (person: Person): Person => ({ ...withExchanged(person, person.fit?.exchanged ?? []), fit: null });
