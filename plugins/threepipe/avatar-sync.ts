import type { WorkbenchState } from '../workbench/state.js';
import { seenNow } from '../workbench/stated-camera.js';
import type { Workbench } from '../workbench/workbench.js';
import { type AvatarParts, createPersonAvatars, type PersonAvatars } from './person-avatars.js';
import type { UndoRecords } from './undo-records.js';

export interface AvatarSync {
  /** Gives the picture's avatars the chosen skin. */
  dress(): void;
  /** Resolves when the scene shows what the workbench holds. */
  settled(): Promise<void>;
  /** Stops following; avatars stay in the scene. */
  dispose(): void;
}

/** What is kept alike. */
export interface SyncParts extends AvatarParts {
  readonly records: UndoRecords;
  readonly workbench: Workbench;
}

/**
 * Shows the fitted people in the viewer's scene, one object each that changes in place, and gives each step to the
 * viewer's undo manager as the two states of the workbench around it. The skin is none of the workbench's state.
 */
export function createAvatarSync({ records, workbench, ...parts }: SyncParts): AvatarSync {
  const avatars = createPersonAvatars(parts);
  let last: Promise<void> = Promise.resolve();
  let isStale = false;
  const later = (job: () => Promise<void>): void => {
    last = last.then(job).catch(parts.onError);
  };

  /** Drags bring many states: while one is being shown, only the newest waits. */
  function showSoon(): void {
    if (isStale) return;
    isStale = true;
    later(() => {
      isStale = false;
      return showPeople(avatars, workbench);
    });
  }

  function record(before: WorkbenchState, after: WorkbenchState): void {
    records.record({
      undo: () => workbench.restore(before, { isUndo: true }),
      redo: () => workbench.restore(after),
    });
  }

  const unsubscribe = workbench.subscribe((event) => {
    if (event.type === 'step') {
      record(event.before, event.state);
      showSoon(); // while it ran, the state before it was shown
    }
    if (event.type !== 'state') return;
    if (event.cause !== 'open') return showSoon();
    avatars.leave();
    parts.skins.chosen().catch(() => undefined); // on its way while people are found; the body tells what fails
  });
  return {
    dress: () => later(avatars.dress),
    settled: () => last,
    dispose: unsubscribe,
  };
}

/** Everybody's body as it is now, and nobody else's: not the bodies of before by the options of a step that runs. */
async function showPeople(avatars: PersonAvatars, { stateBeforeStep: state, engine }: Workbench): Promise<void> {
  avatars.keep(new Set(state.people.flatMap(({ id, fit }) => (fit === null ? [] : [id]))));
  const { body } = state.options;
  for (const [index, { id, fit }] of state.people.entries()) {
    if (fit === null) continue;
    const seen = seenNow(state, fit);
    const by = { fit, body, down: String(seen.camera.down) };
    await avatars.show(id, `Person ${index + 1}`, by, () => engine.rig(body, seen));
  }
}
