import type * as THREE from 'three';
import type { Skeleton } from '../../core/body/skeleton.js';
import { FitError } from '../../core/error.js';
import type { Fit, RiggedBody } from '../../core/types.js';
import { type AvatarSkin, photoCamera, type Three } from '../three/index.js';
import type { WorkbenchEvent } from '../workbench/events.js';
import { seenNow } from '../workbench/fitting.js';
import { type Skins, sceneSkin } from '../workbench/skins.js';
import { indexOf, personOf, type WorkbenchState, withPerson } from '../workbench/state.js';
import type { Workbench } from '../workbench/workbench.js';
import { avatarObject, avatarsOf, memoryOf, placementOf, poseBones, rememberedTone } from './avatar.js';
import type { Command, Commands, Editor } from './contract.js';
import { loadEditorSkin } from './editor-skin.js';
import { remembered } from './remembered.js';
import { avatarsKey, createSceneSteps, ledOn } from './scene-steps.js';

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
  readonly id: number;
  /** Before the camera as it is known by now. */
  readonly seen: Fit;
  readonly body: RiggedBody;
}

/**
 * Keeps scene and workbench alike. A new body is a new object that takes the place of the old one, by the editor's own
 * commands: every state of the avatar is complete in itself, so that undo, redo, autosave and the scene's JSON need
 * nothing of ours. A step of the workbench is one of the editor's history, however many avatars it changes. When the
 * editor undoes or redoes, the workbench goes along; where the command is not known (any more), by what avatars remember.
 */
export function createSceneSync({ THREE, editor, commands, workbench, skins, onError }: SyncParts): SceneSync {
  const chosenSkin = sceneSkin(skins, (texture) => loadEditorSkin(THREE, texture), onError);
  let picture = '';
  let plane: THREE.Mesh | null = null;
  /** Of the body that avatars are previews of. */
  let skeleton: Skeleton | null = null;
  /** The fits that the scene shows, and by which objects; by id of the person. */
  let shown = new Map<number, { readonly uuid: string; readonly fit: Fit | null }>();
  /** The avatar whose bones a preview has turned, and how they go back. */
  let turned: { readonly avatar: THREE.Object3D; readonly back: () => void } | null = null;
  const steps = createSceneSteps();
  /** The state that the scene shows. */
  let standsFor = workbench.state;
  /** Whether a newer state than that came too quickly to be shown. */
  let lags = false;
  let last: Promise<void> = Promise.resolve();

  const avatars = (): Map<number, THREE.Object3D> => avatarsOf(editor.scene, picture);

  /** The bodies of these people, as they are in a state. */
  async function rigged(state: WorkbenchState, ids: readonly number[]): Promise<Rigged[]> {
    const bodies: Rigged[] = [];
    for (const id of ids) {
      const fit = personOf(state, id)?.fit;
      if (!fit) continue;
      skeleton = await workbench.engine.skeleton(state.options.body);
      const seen = seenNow(state, fit);
      bodies.push({ id, seen, body: await workbench.engine.rig(state.options.body, seen) });
    }
    return bodies;
  }

  /** What puts a body into the scene, in the place of the old one. */
  function swap(state: WorkbenchState, { id, seen, body }: Rigged, skin: AvatarSkin | null): Command[] {
    const old = avatars().get(id) ?? null;
    turnBack(old);
    const isTilted = plane === null && old !== null && tiltOf(old) !== String(seen.camera.down);
    old?.updateMatrix();
    const placement = (isTilted ? null : old?.matrix.clone()) ?? placementOf(THREE, body, seen, plane);
    const index = indexOf(state, id);
    const shownState = withPerson(state, index, { ...state.people[index], fit: seen });
    const avatar = avatarObject(THREE, { body, skin, placement }, shownState, { picture, id });
    shown.set(id, { uuid: avatar.uuid, fit: state.people[index].fit });
    const add = new commands.AddObjectCommand(editor, avatar);
    return old === null ? [add] : [new commands.RemoveObjectCommand(editor, old), add];
  }

  const nowShown = (): string => avatarsKey([...avatars().values()].map(({ uuid }) => uuid));

  /** One step of the editor's history, between two states of the workbench. */
  function execute(list: Command[], name: string, before: WorkbenchState, state: WorkbenchState): void {
    const [first, ...others] = list;
    if (first === undefined) return;
    const command = others.length === 0 ? first : new commands.MultiCmdsCommand(editor, list);
    const avatarsBefore = nowShown();
    editor.execute(command, name);
    steps.record(command, { state: before, avatars: avatarsBefore }, { state, avatars: nowShown() });
  }

  /** Brings the scene to a state: bodies that are others by now, and avatars of people who have none any more. */
  async function commit(before: WorkbenchState, state: WorkbenchState): Promise<void> {
    const from = picture;
    const fitOf = (id: number): Fit | null => personOf(state, id)?.fit ?? null;
    // Else somebody has undone it meanwhile, or a newer step waits for its turn here.
    const isNow = (id: number): boolean => (personOf(workbench.state, id)?.fit ?? null) === fitOf(id);
    const isOther = (id: number): boolean => fitOf(id) !== (shown.get(id)?.fit ?? null);
    const ids = state.people.map(({ id }) => id);
    const bodies = await rigged(
      state,
      ids.filter((id) => isOther(id) && isNow(id)),
    );
    const skin = bodies.length === 0 ? null : await chosenSkin();
    if (from !== picture) return; // another was opened meanwhile
    const isShown = [...ids, ...avatars().keys()].every((id) => !isOther(id) || isNow(id));
    const gone = [...avatars()].filter(([id]) => fitOf(id) === null && isNow(id));
    for (const [id] of gone) shown.delete(id);
    const removed = gone.map(([, avatar]) => new commands.RemoveObjectCommand(editor, avatar));
    const swapped = bodies.filter(({ id }) => isNow(id)).flatMap((one) => swap(state, one, skin));
    const name = swapped.length === 0 ? 'Remove bodies' : 'Fit body';
    execute([...removed, ...swapped], name, lags ? standsFor : before, state);
    if (isShown) standsFor = state;
    lags = !isShown;
  }

  async function dress(): Promise<void> {
    const from = picture;
    const { state } = workbench;
    const bodies = await rigged(state, [...avatars().keys()]);
    const skin = await chosenSkin();
    if (from !== picture) return;
    const list = bodies.filter(({ id }) => avatars().has(id)).flatMap((one) => swap(state, one, skin));
    execute(list, 'Skin', state, state);
  }

  function later(job: () => Promise<void>): void {
    last = last.then(job).catch(onError);
  }

  /** After undo and redo: workbench and choice of the skin go to where the scene is. */
  function readBack(command?: Command): void {
    const now = avatars();
    const isOther = (id: number): boolean => now.get(id)?.uuid !== shown.get(id)?.uuid;
    const others = [...new Set([...shown.keys(), ...now.keys()])].sort((a, b) => a - b).filter(isOther);
    if (others.length === 0 || workbench.isDragging) return;
    // An avatar that is removed, or a scene that is cleared, says nothing about the fit.
    const isUndo = others.some((id) => now.has(id)) || /^(AddObject|MultiCmds)Command$/.test(command?.type ?? '');
    const was = avatarsKey([...shown.values()].map(({ uuid }) => uuid));
    const step = steps.find(command, was, nowShown());
    const { state } = workbench;
    try {
      const next = step ? ledOn(state, step.from ?? standsFor, step.to) : remembered(state, others, now, isUndo);
      for (const id of others) {
        const avatar = now.get(id);
        shown.delete(id);
        if (avatar === undefined) continue;
        shown.set(id, { uuid: avatar.uuid, fit: personOf(next, id)?.fit ?? null });
        skins.choose(rememberedTone(avatar) ?? skins.tone);
      }
      standsFor = step?.to ?? next;
      workbench.restore(next, { isUndo });
    } catch (error) {
      onError(error);
    }
    later(async () => {
      skeleton = await workbench.skeleton();
    });
  }

  /** The body in the hand: bones only, no step of the history. */
  function preview(): void {
    const { state } = workbench;
    const person = state.people[state.chosen];
    const avatar = person && avatars().get(person.id);
    if (!person?.fit || avatar === undefined || skeleton === null) return;
    const bones = skeleton;
    if (turned?.avatar !== avatar) {
      const before = memoryOf(avatar)?.person.fit;
      turned = { avatar, back: () => before && poseBones(avatar, bones, before) };
    }
    poseBones(avatar, bones, person.fit);
    editor.signals.objectChanged?.dispatch(avatar);
  }

  /** What a preview has turned goes back, so that undo finds the old avatar as it was. */
  function turnBack(avatar: THREE.Object3D | null): void {
    if (turned === null || turned.avatar !== avatar) return;
    turned.back();
    turned = null;
  }

  function follow(event: WorkbenchEvent): void {
    if (event.type === 'step') later(() => commit(event.before, event.state));
    if (event.type !== 'state') return;
    if (event.cause === 'drag') preview();
    // A drag that came to nothing.
    if (
      event.cause === 'keypoints' &&
      turned !== null &&
      workbench.person?.fit === shown.get(workbench.person?.id ?? 0)?.fit
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
      standsFor = workbench.state;
      lags = false;
      turned = null;
      skins.chosen().catch(() => undefined); // on its way while people are found; the body tells what fails
    },
    addCamera() {
      const avatar = avatars().get(workbench.person?.id ?? 0);
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
