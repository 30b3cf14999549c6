import { isPlace } from './keypoint-edits.js';
import type { Person } from './state.js';

/** A keypoint that follows the hand, and the body that follows the keypoint. */
export interface Drag {
  /** Moves the keypoint, pixels. The body follows as fast as fits come back; places in between are left out, and what is no place. */
  to(xy: readonly [number, number]): void;
  /** Lets go: resolves when the body has come to the last place, as one step of the history. */
  end(): Promise<void>;
  /** Puts everything back. */
  cancel(): void;
}

/** What a drag needs of its workbench. */
export interface DragHost {
  person(): Person;
  /** The person with the keypoint at a place. */
  moved(person: Person, xy: readonly [number, number]): Person;
  show(person: Person): void;
  /** A warm fit of the person; null when there is nothing to start from. */
  refit(person: Person): Promise<Person['fit']>;
  /** Once, at the end: whether the change is kept. */
  settle(kept: boolean): void;
}

/** One fit at a time; whatever was moved meanwhile goes into the next. */
export function startDrag(host: DragHost): Drag {
  let running: Promise<void> | null = null;
  let stale = false;
  let over = false;

  async function follow(): Promise<void> {
    while (stale && !over) {
      stale = false;
      const fit = await host.refit(host.person());
      if (!over && fit !== null) host.show({ ...host.person(), fit });
    }
  }

  function start(): Promise<void> {
    running ??= follow().finally(() => {
      running = null;
    });
    return running;
  }

  return {
    to(xy) {
      if (over || !isPlace(xy)) return;
      host.show(host.moved(host.person(), xy));
      stale = true;
      // What fails here fails again, and is told, in end().
      start().catch(() => {
        stale = true;
      });
    },
    async end() {
      if (over) return;
      try {
        while (stale || running !== null) await start();
        over = true;
        host.settle(true);
      } catch (error) {
        over = true;
        host.settle(false);
        throw error;
      }
    },
    cancel() {
      if (over) return;
      over = true;
      host.settle(false);
    },
  };
}
