import type * as THREE from 'three';
import type { Skeleton } from '../../core/body/skeleton.js';
import { FitError } from '../../core/error.js';
import type { Fit } from '../../core/types.js';
import { photoCamera, type Three } from '../three/index.js';
import type { WorkbenchEvent } from '../workbench/events.js';
import { seenNow } from '../workbench/fitting.js';
import { withExchanged } from '../workbench/keypoint-edits.js';
import { type Skins, sceneSkin } from '../workbench/skins.js';
import { type Person, type WorkbenchState, withPerson } from '../workbench/state.js';
import type { Workbench } from '../workbench/workbench.js';
import {
  avatarObject,
  avatarOf,
  type Owner,
  placementOf,
  poseBones,
  rememberedPerson,
  rememberedTone,
} from './avatar.js';
import type { Command, Commands, Editor } from './contract.js';
import { loadEditorSkin } from './editor-skin.js';

export interface SceneSync {
  /** A new picture, and the plane that shows it: new avatars are placed before it. */
  start(plane: THREE.Mesh | null): void;
  /**
   * Adds the camera that took the picture, from which the body covers the person.
   *
   * @throws FitError usage before the first fit
   */
  addCamera(): void;
  /** Gives the picture's avatars the chosen skin, in one step of the editor's history. */
  dress(): void;
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
  readonly skins: Skins;
  /** Told of what fails outside of any call. */
  readonly onError: (error: unknown) => void;
}

/**
 * Keeps scene and workbench alike. A new body is a new object that takes the place of the old one, by the editor's own
 * commands: every state of the avatar is complete in itself, so that undo, redo, autosave and the scene's JSON need
 * nothing of ours. When the editor undoes or redoes, workbench and choice of the skin go back to what the avatar
 * remembers.
 */
export function createSceneSync({ THREE, editor, commands, workbench, skins, onError }: SyncParts): SceneSync {
  const chosenSkin = sceneSkin(skins, (texture) => loadEditorSkin(THREE, texture), onError);
  let picture = '';
  let plane: THREE.Mesh | null = null;
  let skeleton: Skeleton | null = null;
  /** The fit that the scene shows, and by which object. */
  let shownFit: Fit | null = null;
  let shown: string | null = null;
  let last: Promise<void> = Promise.resolve();

  const owner = (index = workbench.state.chosen): Owner => ({ picture, index });
  const look = (index?: number): THREE.Object3D | null => avatarOf(editor.scene, owner(index));

  /** What puts somebody's body as it is now into the scene, in the place of the old one. */
  async function bodyCommands(state: WorkbenchState, index: number): Promise<Command[]> {
    const fit = state.people[index]?.fit;
    if (!fit) return [];
    const whose = owner(index);
    skeleton = await workbench.skeleton();
    const seen = seenNow(state, fit);
    const body = await workbench.engine.rig(state.options.body, seen);
    const skin = await chosenSkin();
    if (whose.picture !== picture) return []; // another was opened meanwhile
    const old = avatarOf(editor.scene, whose);
    if (old !== null) restorePose(old, skeleton);
    const isTilted = plane === null && old !== null && tiltOf(old) !== String(seen.camera.down);
    const placement = (isTilted ? null : old?.matrix.clone()) ?? placementOf(THREE, body, seen, plane);
    const shownState = withPerson(state, index, { ...state.people[index], fit: seen });
    const avatar = avatarObject(THREE, { body, skin, placement }, shownState, whose);
    if (index === state.chosen) {
      shown = avatar.uuid;
      shownFit = fit;
    }
    const add = new commands.AddObjectCommand(editor, avatar);
    return old === null ? [add] : [new commands.RemoveObjectCommand(editor, old), add];
  }

  /** One step of the editor's history. */
  function execute(list: Command[], name: string): void {
    const [first, ...others] = list;
    if (first === undefined) return;
    editor.execute(others.length === 0 ? first : new commands.MultiCmdsCommand(editor, list), name);
  }

  async function commit(): Promise<void> {
    const { state, person } = workbench;
    if (person?.fit && person.fit !== shownFit) execute(await bodyCommands(state, state.chosen), 'Fit body');
  }

  async function dress(): Promise<void> {
    const { state } = workbench;
    const list: Command[] = [];
    for (const index of state.people.keys()) {
      if (look(index) !== null) list.push(...(await bodyCommands(state, index)));
    }
    execute(list, 'Skin');
  }

  function later(job: () => Promise<void>): void {
    last = last.then(job).catch(onError);
  }

  /** After undo and redo: workbench and choice take over what the scene's avatar remembers. */
  function readBack(command?: Command): void {
    const avatar = look();
    const { state } = workbench;
    const person = state.people[state.chosen];
    if ((avatar?.uuid ?? null) === shown || person === undefined) return;
    try {
      // An avatar that is removed, or a scene that is cleared, says nothing about the fit.
      const isUndo = avatar !== null || /^(AddObject|MultiCmds)Command$/.test(command?.type ?? '');
      const gone = isUndo ? unfitted(person) : { ...person, fit: null };
      const remembered = avatar === null ? gone : rememberedPerson(avatar);
      shown = avatar?.uuid ?? null;
      shownFit = remembered?.fit ?? null;
      if (remembered) workbench.restore(withPerson(state, state.chosen, remembered), { isUndo });
      if (avatar !== null) skins.choose(rememberedTone(avatar) ?? skins.tone);
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
    if (event.cause === 'fit' || event.cause === 'shape' || event.cause === 'keypoints') later(commit);
  }

  const unsubscribe = workbench.subscribe(follow);
  editor.signals.historyChanged?.add(readBack);
  return {
    start(newPlane) {
      picture = crypto.randomUUID?.() ?? String(Date.now());
      plane = newPlane;
      shown = null;
      shownFit = null;
      skins.chosen().catch(() => undefined); // on its way while people are found; the body tells what fails
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
    dress: () => later(dress),
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

/** How things fall before an avatar's camera, to be compared. */
const tiltOf = (avatar: THREE.Object3D): string => String(rememberedPerson(avatar)?.fit?.camera.down);

/** The person before their first fit: what that exchanged is as it was found. */
const unfitted = (person: Person): Person => ({ ...withExchanged(person, person.fit?.exchanged ?? []), fit: null });
