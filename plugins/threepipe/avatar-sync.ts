import type { RiggedBody } from '../../core/types.js';
import { type Avatar, createAvatar, loadAvatarSkin, type Three } from '../three/index.js';
import type { WorkbenchEvent } from '../workbench/events.js';
import { type Skins, sceneSkin } from '../workbench/skins.js';
import type { WorkbenchState } from '../workbench/state.js';
import type { Workbench } from '../workbench/workbench.js';
import type { UndoPlugin, Viewer } from './contract.js';

/** An avatar and the body that it shows. */
interface Shown {
  readonly avatar: Avatar;
  readonly body: RiggedBody;
}

export interface AvatarSync {
  /** Gives the picture's avatars the chosen skin. */
  dress(): void;
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
  readonly skins: Skins;
  readonly onError: (error: unknown) => void;
}

/**
 * Shows the fitted people in the viewer's scene, one object each that changes in place, and gives each change to the
 * viewer's undo manager as the two states of the workbench around it. The skin is none of the workbench's state.
 */
export function createAvatarSync({ THREE, viewer, undo, workbench, skins, onError }: SyncParts): AvatarSync {
  const chosenSkin = sceneSkin(skins, (texture) => loadAvatarSkin(THREE, texture), onError);
  /** By index of the person. */
  let avatars = new Map<number, Shown>();
  let kept: WorkbenchState = workbench.state;
  let last: Promise<void> = Promise.resolve();
  let isStale = false;

  /** A new object in the chosen skin, in the place of the old one. */
  async function add(index: number, body: RiggedBody): Promise<void> {
    const picture = avatars;
    const skin = await chosenSkin();
    if (picture !== avatars) return; // another was opened meanwhile
    const old = avatars.get(index)?.avatar;
    const avatar = createAvatar(THREE, body, skin === null ? {} : { skin });
    avatar.object.name = `Person ${index + 1}`;
    avatars.set(index, { avatar, body });
    if (old !== undefined) {
      avatar.object.visible = old.object.visible;
      old.object.updateMatrix();
      avatar.object.applyMatrix4(old.object.matrix);
      old.dispose();
    }
    // Where the camera saw the person, in metres: neither centred nor scaled.
    await viewer.addSceneObject(avatar.object, { autoCenter: false, autoScale: false });
  }

  async function dress(): Promise<void> {
    const picture = avatars;
    for (const [index, { avatar, body }] of [...avatars]) {
      if (picture !== avatars) return; // another was opened meanwhile
      if (avatar.object.parent !== null) await add(index, body); // else it was deleted by hand
    }
  }

  /** The chosen person's body as it is now; a person without one is hidden. */
  async function show(): Promise<void> {
    isStale = false;
    const { chosen } = workbench.state;
    const avatar = avatars.get(chosen)?.avatar;
    if (!workbench.person?.fit) {
      if (avatar !== undefined) avatar.object.visible = false;
      return viewer.setDirty(avatar?.object);
    }
    const body = await workbench.rig();
    if (avatar !== undefined) {
      avatar.update(body);
      avatars.set(chosen, { avatar, body });
      avatar.object.visible = true;
      return viewer.setDirty(avatar.object);
    }
    await add(chosen, body);
  }

  /** Drags bring many states: while one is being shown, only the newest waits. */
  function showSoon(): void {
    if (isStale) return;
    isStale = true;
    last = last.then(show).catch(onError);
  }

  function record(before: WorkbenchState, after: WorkbenchState): void {
    undo?.undoManager?.record({
      undo: () => workbench.restore(before, { isUndo: true }),
      redo: () => workbench.restore(after),
    });
  }

  const unsubscribe = workbench.subscribe((event: WorkbenchEvent) => {
    if (event.type !== 'state') return;
    const { state, cause } = event;
    if (cause === 'open') {
      avatars = new Map(); // people of another picture; theirs stay in the scene
      skins.chosen().catch(() => undefined); // on its way while people are found; the body tells what fails
    }
    if (cause === 'people' || cause === 'keypoints' || cause === 'fit' || cause === 'shape' || cause === 'options') {
      if (state !== kept) record(kept, state);
    }
    if (cause !== 'drag') kept = state;
    if (cause !== 'open' && cause !== 'options') showSoon();
  });
  return {
    dress() {
      last = last.then(dress).catch(onError);
    },
    settled: () => last,
    dispose: unsubscribe,
  };
}
