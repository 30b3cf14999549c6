import type * as THREE from 'three';
import type { Skeleton } from '../../core/body/skeleton.js';
import { FitError } from '../../core/error.js';
import type { Fit, RiggedBody } from '../../core/types.js';
import { type AvatarSkin, photoCamera, type Three } from '../three/index.js';
import type { WorkbenchEvent } from '../workbench/events.js';
import { seenNow } from '../workbench/fitting.js';
import { withExchanged } from '../workbench/keypoint-edits.js';
import { type Skins, sceneSkin } from '../workbench/skins.js';
import { type Options, type Person, type WorkbenchState, withPerson } from '../workbench/state.js';
import type { Workbench } from '../workbench/workbench.js';
import { avatarObject, avatarsOf, memoryOf, placementOf, poseBones, rememberedTone } from './avatar.js';
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

/** A body to be put into the scene. */
interface Rigged {
  readonly index: number;
  /** Before the camera as it is known by now. */
  readonly seen: Fit;
  readonly body: RiggedBody;
}

/**
 * Keeps scene and workbench alike. A new body is a new object that takes the place of the old one, by the editor's own
 * commands: every state of the avatar is complete in itself, so that undo, redo, autosave and the scene's JSON need
 * nothing of ours. A step of the workbench is one of the editor's history, however many avatars it changes. When the
 * editor undoes or redoes, people, options and choice of the skin go back to what the avatars remember.
 */
export function createSceneSync({ THREE, editor, commands, workbench, skins, onError }: SyncParts): SceneSync {
  const chosenSkin = sceneSkin(skins, (texture) => loadEditorSkin(THREE, texture), onError);
  let picture = '';
  let plane: THREE.Mesh | null = null;
  /** Of the body that avatars are previews of. */
  let skeleton: Skeleton | null = null;
  /** The fits that the scene shows, and by which objects; by index of the person. */
  let shown = new Map<number, { readonly uuid: string; readonly fit: Fit | null }>();
  /** The avatar whose bones a preview has turned, and how they go back. */
  let turned: { readonly avatar: THREE.Object3D; readonly back: () => void } | null = null;
  let last: Promise<void> = Promise.resolve();

  const avatars = (): Map<number, THREE.Object3D> => avatarsOf(editor.scene, picture);

  /** The bodies of these people, as they are in a state. */
  async function rigged(state: WorkbenchState, indices: readonly number[]): Promise<Rigged[]> {
    const bodies: Rigged[] = [];
    for (const index of indices) {
      const fit = state.people[index]?.fit;
      if (!fit) continue;
      skeleton = await workbench.engine.skeleton(state.options.body);
      const seen = seenNow(state, fit);
      bodies.push({ index, seen, body: await workbench.engine.rig(state.options.body, seen) });
    }
    return bodies;
  }

  /** What puts a body into the scene, in the place of the old one. */
  function swap(state: WorkbenchState, { index, seen, body }: Rigged, skin: AvatarSkin | null): Command[] {
    const old = avatars().get(index) ?? null;
    turnBack(old);
    const isTilted = plane === null && old !== null && tiltOf(old) !== String(seen.camera.down);
    old?.updateMatrix();
    const placement = (isTilted ? null : old?.matrix.clone()) ?? placementOf(THREE, body, seen, plane);
    const shownState = withPerson(state, index, { ...state.people[index], fit: seen });
    const avatar = avatarObject(THREE, { body, skin, placement }, shownState, { picture, index });
    shown.set(index, { uuid: avatar.uuid, fit: state.people[index].fit });
    const add = new commands.AddObjectCommand(editor, avatar);
    return old === null ? [add] : [new commands.RemoveObjectCommand(editor, old), add];
  }

  /** One step of the editor's history. */
  function execute(list: Command[], name: string): void {
    const [first, ...others] = list;
    if (first === undefined) return;
    editor.execute(others.length === 0 ? first : new commands.MultiCmdsCommand(editor, list), name);
  }

  /** Brings the scene to a state: bodies that are others by now, and avatars of people who have none any more. */
  async function commit(state: WorkbenchState): Promise<void> {
    const from = picture;
    const fitOf = (index: number): Fit | null => state.people[index]?.fit ?? null;
    // Else somebody has undone it meanwhile, or a newer step waits for its turn here.
    const isNow = (index: number): boolean => (workbench.state.people[index]?.fit ?? null) === fitOf(index);
    const isNew = (index: number): boolean => fitOf(index) !== (shown.get(index)?.fit ?? null) && isNow(index);
    const bodies = await rigged(state, [...state.people.keys()].filter(isNew));
    const skin = bodies.length === 0 ? null : await chosenSkin();
    if (from !== picture) return; // another was opened meanwhile
    const gone = [...avatars()].filter(([index]) => fitOf(index) === null && isNow(index));
    for (const [index] of gone) shown.delete(index);
    const removed = gone.map(([, avatar]) => new commands.RemoveObjectCommand(editor, avatar));
    const swapped = bodies.filter(({ index }) => isNow(index)).flatMap((one) => swap(state, one, skin));
    execute([...removed, ...swapped], swapped.length === 0 ? 'Remove bodies' : 'Fit body');
  }

  async function dress(): Promise<void> {
    const from = picture;
    const { state } = workbench;
    const bodies = await rigged(state, [...avatars().keys()]);
    const skin = await chosenSkin();
    if (from !== picture) return;
    const list = bodies.filter(({ index }) => avatars().has(index)).flatMap((one) => swap(state, one, skin));
    execute(list, 'Skin');
  }

  function later(job: () => Promise<void>): void {
    last = last.then(job).catch(onError);
  }

  /** After undo and redo: workbench and choice take over what the scene's avatars remember. */
  function readBack(command?: Command): void {
    const now = avatars();
    const { state } = workbench;
    const isOther = (index: number): boolean => now.get(index)?.uuid !== shown.get(index)?.uuid;
    const others = [...new Set([...shown.keys(), ...now.keys()])].sort((a, b) => a - b).filter(isOther);
    if (others.length === 0 || workbench.isDragging) return;
    // An avatar that is removed, or a scene that is cleared, says nothing about the fit.
    const isUndo = others.some((index) => now.has(index)) || /^(AddObject|MultiCmds)Command$/.test(command?.type ?? '');
    let options: Options = state.options;
    const people: Person[] = [...state.people];
    try {
      for (const index of others) {
        const avatar = now.get(index);
        const memory = avatar && memoryOf(avatar);
        shown.delete(index);
        if (avatar && memory) {
          shown.set(index, { uuid: avatar.uuid, fit: memory.person.fit });
          options = memory.options;
          // Beyond the end: of a search that found more people.
          if (index <= people.length) people[index] = memory.person;
          skins.choose(rememberedTone(avatar) ?? skins.tone);
        } else if (people[index]) {
          people[index] = isUndo ? unfitted(people[index]) : { ...people[index], fit: null };
        }
      }
    } catch (error) {
      onError(error);
    }
    workbench.restore({ ...state, people, options }, { isUndo });
    later(async () => {
      skeleton = await workbench.skeleton();
    });
  }

  /** The body in the hand: bones only, no step of the history. */
  function preview(): void {
    const { state } = workbench;
    const fit = state.people[state.chosen]?.fit;
    const avatar = avatars().get(state.chosen);
    if (!fit || avatar === undefined || skeleton === null) return;
    const bones = skeleton;
    if (turned?.avatar !== avatar) {
      const before = memoryOf(avatar)?.person.fit;
      turned = { avatar, back: () => before && poseBones(avatar, bones, before) };
    }
    poseBones(avatar, bones, fit);
    editor.signals.objectChanged?.dispatch(avatar);
  }

  /** What a preview has turned goes back, so that undo finds the old avatar as it was. */
  function turnBack(avatar: THREE.Object3D | null): void {
    if (turned === null || turned.avatar !== avatar) return;
    turned.back();
    turned = null;
  }

  function follow(event: WorkbenchEvent): void {
    if (event.type === 'step') later(() => commit(event.state));
    if (event.type !== 'state') return;
    if (event.cause === 'drag') preview();
    // A drag that came to nothing.
    if (
      event.cause === 'keypoints' &&
      turned !== null &&
      workbench.person?.fit === shown.get(event.state.chosen)?.fit
    ) {
      const { avatar } = turned;
      turnBack(avatar);
      editor.signals.objectChanged?.dispatch(avatar);
    }
  }

  const unsubscribe = workbench.subscribe(follow);
  editor.signals.historyChanged?.add(readBack);
  return {
    start(newPlane) {
      picture = crypto.randomUUID?.() ?? String(Date.now());
      plane = newPlane;
      shown = new Map();
      turned = null;
      skins.chosen().catch(() => undefined); // on its way while people are found; the body tells what fails
    },
    addCamera() {
      const avatar = avatars().get(workbench.state.chosen);
      const lens = workbench.camera();
      if (avatar === undefined || lens === null) {
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

/** How things fall before an avatar's camera, to be compared. */
const tiltOf = (avatar: THREE.Object3D): string => String(memoryOf(avatar)?.person.fit?.camera.down);

/** The person before their first fit: what that exchanged is as it was found. */
const unfitted = (person: Person): Person => ({ ...withExchanged(person, person.fit?.exchanged ?? []), fit: null });
