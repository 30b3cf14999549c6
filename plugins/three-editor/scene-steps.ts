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
    now: string,
  ): { from: WorkbenchState | null; to: WorkbenchState } | null;
}

export function createSceneSteps(): SceneSteps {
  const steps = new WeakMap<Command, readonly [End, End]>();
  return {
    record: (command, before, after) => void steps.set(command, [before, after]),
    find(command, was, now) {
      const ends = (command && steps.get(command)) ?? [];
      const to = ends.find(({ avatars }) => avatars === now);
      if (to === undefined) return null;
      // Else it came here by several commands, of which this is the last.
      const from = ends.find((end) => end !== to && end.avatars === was);
      return { from: from?.state ?? null, to: to.state };
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
