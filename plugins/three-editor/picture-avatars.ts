import type * as THREE from 'three';
import type { Fit, RiggedBody } from '../../core/types.js';
import type { AvatarSkin, Three } from '../three/index.js';
import { indexOf, type WorkbenchState, withPerson } from '../workbench/state.js';
import { avatarObject, avatarsOf, memoryOf } from './avatar.js';
import { type BonePreview, createBonePreview } from './bone-preview.js';
import type { Command, Commands, Editor } from './contract.js';
import { placementOf } from './placement.js';
import { avatarsKey } from './scene-steps.js';
import { type Swap, swapCommands } from './swap-commands.js';

/** A body to be put into the scene. */
export interface Rigged {
  readonly id: number;
  /** Before the camera as it is known by now. */
  readonly seen: Fit;
  readonly body: RiggedBody;
}

/** The avatars of one picture, by ids of its people, and the fits that they are known to show. */
export interface PictureAvatars {
  inScene(): Map<number, THREE.Object3D>;
  /** Null: of nobody there. */
  shownFit(id: number): Fit | null;
  /** Whose avatar is another than the one that was put there, or taken out. */
  others(): number[];
  /** Takes what is there of a person, if anything, for what was put there. */
  accept(id: number, fit: Fit | null): void;
  /** What puts bodies into the scene, in the place of the old ones. */
  swap(state: WorkbenchState, bodies: readonly Rigged[], skin: AvatarSkin | null): Command[];
  /** What takes a person's avatar out. */
  remove(id: number, avatar: THREE.Object3D): Command;
  /** The avatarsKey of those that were put there, and of those that are there. */
  readonly keyShown: string;
  readonly keyNow: string;
  readonly preview: BonePreview;
}

export interface AvatarHost {
  readonly THREE: Three;
  readonly editor: Editor;
  readonly commands: Commands;
}

/** @param plane shows the picture: avatars are placed before it; null: on the floor */
export function createPictureAvatars(
  { THREE, editor, commands }: AvatarHost,
  plane: THREE.Mesh | null,
): PictureAvatars {
  const picture = crypto.randomUUID?.() ?? String(Date.now());
  const shown = new Map<number, { readonly uuid: string; readonly fit: Fit | null }>();
  const preview = createBonePreview();
  const inScene = (): Map<number, THREE.Object3D> => avatarsOf(editor.scene, picture, (id) => shown.get(id)?.uuid);
  return {
    inScene,
    shownFit: (id) => shown.get(id)?.fit ?? null,
    others() {
      const now = inScene();
      const ids = [...new Set([...shown.keys(), ...now.keys()])].sort((a, b) => a - b);
      return ids.filter((id) => now.get(id)?.uuid !== shown.get(id)?.uuid);
    },
    accept(id, fit) {
      const avatar = inScene().get(id);
      if (avatar === undefined) shown.delete(id);
      else shown.set(id, { uuid: avatar.uuid, fit });
    },
    swap(state, bodies, skin) {
      const swaps = bodies.map(({ id, seen, body }): Swap => {
        const old = inScene().get(id) ?? null;
        if (old !== null && old === preview.avatar) preview.turnBack();
        const placement =
          (old && keptPlace(old, seen, plane)) ?? within(old?.parent, placementOf(THREE, body, seen, plane));
        const index = indexOf(state, id);
        const shownState = withPerson(state, index, { ...state.people[index], fit: seen });
        const next = avatarObject(THREE, { body, skin, placement }, shownState, { picture, id });
        shown.set(id, { uuid: next.uuid, fit: state.people[index].fit });
        return { old, next };
      });
      return swapCommands({ editor, commands }, swaps);
    },
    remove(id, avatar) {
      shown.delete(id);
      return new commands.RemoveObjectCommand(editor, avatar);
    },
    get keyShown() {
      return avatarsKey([...shown.values()].map(({ uuid }) => uuid));
    },
    get keyNow() {
      return avatarsKey([...inScene().values()].map(({ uuid }) => uuid));
    },
    preview,
  };
}

/** Where the old avatar stands; null where bodies on the floor lean otherwise by now. */
function keptPlace(old: THREE.Object3D, { camera }: Fit, plane: THREE.Mesh | null): THREE.Matrix4 | null {
  if (plane === null && String(memoryOf(old)?.person.fit?.camera.down) !== String(camera.down)) return null;
  old.updateMatrix();
  return old.matrix.clone();
}

/** A place in the scene, as it is within a parent. */
function within(parent: THREE.Object3D | null | undefined, placement: THREE.Matrix4): THREE.Matrix4 {
  if (!parent) return placement;
  parent.updateWorldMatrix(true, false);
  return placement.premultiply(parent.matrixWorld.clone().invert());
}
