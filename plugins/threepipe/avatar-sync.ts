import type { Fit, RiggedBody } from '../../core/types.js';
import { type Avatar, createAvatar, loadAvatarSkin, type Three } from '../three/index.js';
import type { WorkbenchEvent } from '../workbench/events.js';
import { seenNow } from '../workbench/fitting.js';
import { type Skins, sceneSkin } from '../workbench/skins.js';
import { indexOf, personOf, type WorkbenchState } from '../workbench/state.js';
import type { Workbench } from '../workbench/workbench.js';
import type { Viewer } from './contract.js';
import type { UndoRecords } from './undo-records.js';

/** An avatar and the body that it shows. */
interface Shown {
  readonly avatar: Avatar;
  readonly body: RiggedBody;
  /** What the body was made by: where that is the same, nothing need be done. */
  readonly by: MadeBy;
}

interface MadeBy {
  readonly fit: Fit;
  readonly body: string;
  /** The way things fall. */
  readonly down: string;
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
  readonly records: UndoRecords;
  readonly workbench: Workbench;
  readonly skins: Skins;
  readonly onError: (error: unknown) => void;
}

/**
 * Shows the fitted people in the viewer's scene, one object each that changes in place, and gives each step to the
 * viewer's undo manager as the two states of the workbench around it. The skin is none of the workbench's state.
 */
export function createAvatarSync({ THREE, viewer, records, workbench, skins, onError }: SyncParts): AvatarSync {
  const chosenSkin = sceneSkin(skins, (texture) => loadAvatarSkin(THREE, texture), onError);
  /** By id of the person. */
  let avatars = new Map<number, Shown>();
  let last: Promise<void> = Promise.resolve();
  let isStale = false;

  /** A new object in the chosen skin, in the place of the old one. */
  async function add(id: number, body: RiggedBody, by: MadeBy): Promise<void> {
    const picture = avatars;
    const skin = await chosenSkin();
    if (picture !== avatars) return; // another was opened meanwhile
    const old = avatars.get(id)?.avatar;
    const avatar = createAvatar(THREE, body, skin === null ? {} : { skin });
    avatar.object.name = old?.object.name ?? `Person ${indexOf(workbench.state, id) + 1}`;
    avatars.set(id, { avatar, body, by });
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
    for (const [id, { avatar, body, by }] of [...avatars]) {
      if (picture !== avatars) return; // another was opened meanwhile
      if (avatar.object.parent !== null) await add(id, body, by); // else it was deleted by hand
    }
  }

  /** Everybody's body as it is now; people without one, and those who are there no more, are hidden. */
  async function show(): Promise<void> {
    isStale = false;
    const { state } = workbench;
    for (const [id, { avatar }] of avatars) {
      avatar.object.visible = Boolean(personOf(state, id)?.fit);
      viewer.setDirty(avatar.object);
    }
    for (const { id, fit } of state.people) {
      if (fit !== null) await showOne(state, id, fit);
    }
  }

  async function showOne(state: WorkbenchState, id: number, fit: Fit): Promise<void> {
    const picture = avatars;
    const seen = seenNow(state, fit);
    const by: MadeBy = { fit, body: state.options.body, down: String(seen.camera.down) };
    const old = avatars.get(id);
    if (old !== undefined && isSame(old.by, by)) return;
    const body = await workbench.engine.rig(by.body, seen);
    if (picture !== avatars) return; // another was opened meanwhile
    const avatar = avatars.get(id)?.avatar;
    if (avatar === undefined) return add(id, body, by);
    avatar.update(body);
    avatars.set(id, { avatar, body, by });
    viewer.setDirty(avatar.object);
  }

  /** Drags bring many states: while one is being shown, only the newest waits. */
  function showSoon(): void {
    if (isStale) return;
    isStale = true;
    last = last.then(show).catch(onError);
  }

  function record(before: WorkbenchState, after: WorkbenchState): void {
    records.record({
      undo: () => workbench.restore(before, { isUndo: true }),
      redo: () => workbench.restore(after),
    });
  }

  const unsubscribe = workbench.subscribe((event: WorkbenchEvent) => {
    if (event.type === 'step') record(event.before, event.state);
    if (event.type !== 'state') return;
    const { cause } = event;
    if (cause === 'open') {
      avatars = new Map(); // people of another picture; theirs stay in the scene
      skins.chosen().catch(() => undefined); // on its way while people are found; the body tells what fails
    }
    if (cause !== 'open') showSoon();
  });
  return {
    dress() {
      last = last.then(dress).catch(onError);
    },
    settled: () => last,
    dispose: unsubscribe,
  };
}

const isSame = (a: MadeBy, b: MadeBy): boolean => a.fit === b.fit && a.body === b.body && a.down === b.down;
