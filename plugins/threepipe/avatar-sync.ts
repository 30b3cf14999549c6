import { type Avatar, createAvatar, type Three } from '../three/index.js';
import type { WorkbenchEvent } from '../workbench/events.js';
import type { WorkbenchState } from '../workbench/state.js';
import type { Workbench } from '../workbench/workbench.js';
import type { UndoPlugin, Viewer } from './contract.js';

export interface AvatarSync {
  /** Resolves when the scene shows what the workbench holds. */
  settled(): Promise<void>;
  /** Stops following; avatars stay in the scene. */
  dispose(): void;
}

/** What is kept alike. */
export interface SyncParts {
  readonly THREE: Three;
  readonly viewer: Viewer;
  readonly undo: UndoPlugin | null;
  readonly workbench: Workbench;
  readonly onError: (error: unknown) => void;
}

/**
 * Shows the fitted people in the viewer's scene, one object each that changes in place, and gives each change to the
 * viewer's undo manager as the two states of the workbench around it.
 */
export function createAvatarSync({ THREE, viewer, undo, workbench, onError }: SyncParts): AvatarSync {
  /** By index of the person. */
  let avatars = new Map<number, Avatar>();
  let kept: WorkbenchState = workbench.state;
  let last: Promise<void> = Promise.resolve();
  let isStale = false;

  /** The chosen person's body as it is now; a person without one is hidden. */
  async function show(): Promise<void> {
    isStale = false;
    const { chosen } = workbench.state;
    const avatar = avatars.get(chosen);
    if (!workbench.person?.fit) {
      if (avatar !== undefined) avatar.object.visible = false;
      return viewer.setDirty(avatar?.object);
    }
    const body = await workbench.rig();
    if (avatar !== undefined) {
      avatar.update(body);
      avatar.object.visible = true;
      return viewer.setDirty(avatar.object);
    }
    const made = createAvatar(THREE, body);
    made.object.name = `Person ${chosen + 1}`;
    avatars.set(chosen, made);
    // Where the camera saw the person, in metres: neither centred nor scaled.
    await viewer.addSceneObject(made.object, { autoCenter: false, autoScale: false });
  }

  /** Drags bring many states: while one is being shown, only the newest waits. */
  function showSoon(): void {
    if (isStale) return;
    isStale = true;
    last = last.then(show).catch(onError);
  }

  function record(before: WorkbenchState, after: WorkbenchState): void {
    undo?.undoManager?.record({ undo: () => workbench.restore(before), redo: () => workbench.restore(after) });
  }

  const unsubscribe = workbench.subscribe((event: WorkbenchEvent) => {
    if (event.type !== 'state') return;
    const { state, cause } = event;
    if (cause === 'open') avatars = new Map(); // people of another picture; theirs stay in the scene
    if (cause === 'people' || cause === 'keypoints' || cause === 'fit' || cause === 'shape' || cause === 'options') {
      if (state !== kept) record(kept, state);
    }
    if (cause !== 'drag') kept = state;
    if (cause !== 'open' && cause !== 'options') showSoon();
  });
  return { settled: () => last, dispose: unsubscribe };
}
