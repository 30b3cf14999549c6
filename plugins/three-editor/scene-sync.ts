import type * as THREE from 'three';
import type { Skeleton } from '../../core/body/skeleton.js';
import { FitError } from '../../core/error.js';
import type { Fit } from '../../core/types.js';
import { photoCamera, type Three } from '../three/index.js';
import type { WorkbenchEvent } from '../workbench/events.js';
import { withPerson } from '../workbench/state.js';
import type { Workbench } from '../workbench/workbench.js';
import { avatarObject, avatarOf, type Owner, placementOf, poseBones, rememberedPerson } from './avatar.js';
import type { Commands, Editor } from './contract.js';

export interface SceneSync {
  /** A new picture, and the plane that shows it: new avatars are placed before it. */
  start(plane: THREE.Mesh | null): void;
  /**
   * Adds the camera that took the picture, from which the body covers the person.
   *
   * @throws FitError usage before the first fit
   */
  addCamera(): void;
  /** Resolves when the scene shows what the workbench holds. */
  settled(): Promise<void>;
  dispose(): void;
}

/** Where the scene comes from and goes to. */
export interface SyncParts {
  readonly THREE: Three;
  readonly editor: Editor;
  readonly commands: Commands;
  readonly workbench: Workbench;
  /** Told of what fails outside of any call. */
  readonly onError: (error: unknown) => void;
}

/**
 * Keeps scene and workbench alike. A new body is a new object that takes the place of the old one, by the editor's own
 * commands: every state of the avatar is complete in itself, so that undo, redo, autosave and the scene's JSON need
 * nothing of ours. When the editor undoes or redoes, the workbench goes back to what the avatar remembers.
 */
export function createSceneSync({ THREE, editor, commands, workbench, onError }: SyncParts): SceneSync {
  let picture = '';
  let plane: THREE.Mesh | null = null;
  let skeleton: Skeleton | null = null;
  /** The fit that the scene shows, and by which object. */
  let shownFit: Fit | null = null;
  let shown: string | null = null;
  let last: Promise<void> = Promise.resolve();

  const owner = (): Owner => ({ picture, index: workbench.state.chosen });
  const look = (): THREE.Object3D | null => avatarOf(editor.scene, owner());

  /** One step of the editor's history: the chosen person's body as it is now. */
  async function commit(): Promise<void> {
    const { state } = workbench;
    const fit = state.people[state.chosen]?.fit;
    if (!fit || fit === shownFit) return;
    skeleton = await workbench.skeleton();
    const body = await workbench.rig();
    const old = look();
    if (old !== null) restorePose(old, skeleton);
    const placement = old?.matrix.clone() ?? placementOf(THREE, body, fit, plane);
    const avatar = avatarObject(THREE, body, state, owner(), placement);
    shown = avatar.uuid;
    shownFit = fit;
    const add = new commands.AddObjectCommand(editor, avatar);
    if (old === null) return editor.execute(add, 'Fit body');
    const remove = new commands.RemoveObjectCommand(editor, old);
    editor.execute(new commands.MultiCmdsCommand(editor, [remove, add]), 'Fit body');
  }

  /** After undo and redo: the workbench takes over what the scene's avatar remembers. */
  function readBack(): void {
    const avatar = look();
    const { state } = workbench;
    const person = state.people[state.chosen];
    if ((avatar?.uuid ?? null) === shown || person === undefined) return;
    try {
      const remembered = avatar === null ? { ...person, fit: null } : rememberedPerson(avatar);
      shown = avatar?.uuid ?? null;
      shownFit = remembered?.fit ?? null;
      if (remembered) workbench.restore(withPerson(state, state.chosen, remembered));
    } catch (error) {
      onError(error);
    }
  }

  /** The body in the hand: bones only, no step of the history. */
  function preview(): void {
    const { state } = workbench;
    const fit = state.people[state.chosen]?.fit;
    const avatar = look();
    if (!fit || avatar === null || skeleton === null) return;
    poseBones(avatar, skeleton, fit);
    editor.signals.objectChanged?.dispatch(avatar);
  }

  function follow(event: WorkbenchEvent): void {
    if (event.type !== 'state') return;
    if (event.cause === 'drag') preview();
    if (event.cause === 'choose') {
      shown = look()?.uuid ?? null;
      shownFit = workbench.person?.fit ?? null;
    }
    if (event.cause === 'fit' || event.cause === 'shape' || event.cause === 'keypoints') {
      last = last.then(commit).catch(onError);
    }
  }

  const unsubscribe = workbench.subscribe(follow);
  editor.signals.historyChanged?.add(readBack);
  return {
    start(newPlane) {
      picture = crypto.randomUUID?.() ?? String(Date.now());
      plane = newPlane;
      shown = null;
      shownFit = null;
    },
    addCamera() {
      const avatar = look();
      const lens = workbench.camera();
      if (avatar === null || lens === null) {
        throw new FitError('usage', 'camera', 'there is no body in the scene yet.', 'Press Fit first.');
      }
      const camera = photoCamera(THREE, lens);
      camera.position.copy(avatar.position);
      camera.quaternion.copy(avatar.quaternion);
      editor.execute(new commands.AddObjectCommand(editor, camera), 'Add photo camera');
    },
    settled: () => last,
    dispose() {
      unsubscribe();
      editor.signals.historyChanged?.remove(readBack);
    },
  };
}

/** What a preview has turned goes back, so that undo finds the old avatar as it was. */
function restorePose(avatar: THREE.Object3D, skeleton: Skeleton): void {
  avatar.updateMatrix();
  const fit = rememberedPerson(avatar)?.fit;
  if (fit) poseBones(avatar, skeleton, fit);
}
