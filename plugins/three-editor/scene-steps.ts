import { type Person, personOf, type WorkbenchState } from '../workbench/state.js';
import type { Command } from './contract.js';

/** The workbench at one end of a command, and the avatars that the scene then shows. */
export interface End {
  readonly state: WorkbenchState;
  /** Their uuids, in the order of avatarsKey. */
  readonly avatars: string;
}

/**
 * What our commands did to the workbench: avatars cannot tell of people who have none. Known as long as the page lives and the
 * commands are the editor's own; those that it reads from a file say nothing.
 */
export interface SceneSteps {
  record(command: Command, before: End, after: End): void;
  /** The ends between which a command has led, by the avatars shown before it and now; null when it is none of these. */
  find(
    command: Command | undefined,
    was: string,
    is: string,
  ): { from: WorkbenchState | null; to: WorkbenchState } | null;
}

export function createSceneSteps(): SceneSteps {
  const steps = new WeakMap<Command, { readonly before: End; readonly after: End; readonly at: number }>();
  /** Where in the order of steps the scene stands: the avatars of a step without any cannot tell undo from redo. */
  let now = 0;
  return {
    record(command, before, after) {
      now += 1;
      steps.set(command, { before, after, at: now });
    },
    find(command, was, is) {
      const step = command && steps.get(command);
      if (step === undefined) return null;
      const { before, after, at } = step;
      const isUnseen = before.avatars === after.avatars;
      if (was === is && !isUnseen) return null; // nothing has happened
      const isUndo = isUnseen ? at <= now : before.avatars === is;
      const [from, to] = isUndo ? [after, before] : [before, after];
      if (to.avatars !== is) return null;
      now = isUndo ? at - 1 : at;
      // Else it came here by several commands, of which this is the last.
      return { from: from.avatars === was ? from.state : null, to: to.state };
    },
  };
}

/** The same for the same avatars. */
export const avatarsKey = (uuids: Iterable<string>): string => [...uuids].sort().join();

/**
 * A state with what leads from one to another: who came, went or was changed, options and the picture's camera. What else was
 * done to `now` stays, whoever is chosen too.
 */
export function ledOn(now: WorkbenchState, from: WorkbenchState, to: WorkbenchState): WorkbenchState {
  const stayed = to.people.flatMap((person): Person[] => {
    if (personOf(from, person.id) !== person) return [person];
    const same = personOf(now, person.id);
    return same === undefined ? [] : [same];
  });
  const others = now.people.filter(({ id }) => !personOf(from, id) && !personOf(to, id));
  const people = [...stayed, ...others];
  const chosen = people.findIndex(({ id }) => id === now.people[now.chosen]?.id);
  return {
    image: from.image === to.image ? now.image : to.image,
    people,
    chosen: chosen >= 0 ? chosen : Math.min(Math.max(to.chosen, 0), people.length - 1),
    options: from.options === to.options ? now.options : to.options,
  };
}
