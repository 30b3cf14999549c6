import type { Object3D } from 'three';
import type { Fit, RiggedBody } from '../../core/types.js';
import { hungOn, inherit, partsOf } from '../three/avatar-parts.js';
import { type Avatar, createAvatar, loadAvatarSkin, type Three } from '../three/index.js';
import { type Skins, sceneSkin } from '../workbench/skins.js';
import type { Viewer } from './contract.js';

/** What a body is made by: where that is the same, nothing need be done. */
export interface MadeBy {
  readonly fit: Fit;
  readonly body: string;
  /** The way things fall. */
  readonly down: string;
}

/** Somebody's body in the viewer's scene, and what it shows by now. */
interface Shown {
  avatar: Avatar;
  body: RiggedBody;
  by: MadeBy;
  /** Of the skin. */
  tone: string;
  /** What held it when it was taken out of the scene; null while it is there, or was deleted by hand. */
  heldBy: Object3D | null;
}

/** The avatars of a picture's people, by ids of theirs. The scene holds those alone who have a body now. */
export interface PersonAvatars {
  /**
   * One that was deleted by hand comes back with a new fit; undo and redo leave it away.
   *
   * @param name of an avatar that is new
   */
  show(id: number, name: string, by: MadeBy, rig: () => Promise<RiggedBody>): Promise<void>;
  /** Takes the others out of the scene. One comes back, the same object, when one of its fits is shown again. */
  keep(ids: ReadonlySet<number>): void;
  /** Gives those in the scene the chosen skin. */
  dress(): Promise<void>;
  /** Other people come: those of before stay in the scene. */
  leave(): void;
}

/** What they are made of, and where they go. */
export interface AvatarParts {
  readonly THREE: Three;
  readonly viewer: Viewer;
  readonly skins: Skins;
  readonly onError: (error: unknown) => void;
}

/** Where the camera saw the person, in metres. */
const AS_SEEN = { autoCenter: false, autoScale: false };

export function createPersonAvatars(parts: AvatarParts): PersonAvatars {
  const { viewer, skins } = parts;
  const dressed = createDresser(parts);
  let avatars = new Map<number, Shown>();
  /** By each fit that it has shown: one that is out of the scene lives as long as a history that could bring it back. */
  const shownBy = new WeakMap<Fit, Shown>();

  /** A new object in the chosen skin, in the place of the old one; where that was deleted by hand, in the scene itself. */
  async function dressAnew(shown: Shown, holder: Object3D | null): Promise<void> {
    const picture = avatars;
    const made = await dressed(shown.body);
    if (picture !== avatars) return; // another was opened meanwhile
    const { object } = made.avatar;
    takePlace(object, shown.avatar);
    Object.assign(shown, made);
    await viewer.addSceneObject(object, AS_SEEN);
    if (holder !== null && holder !== object.parent) holder.add(object);
  }

  /** Of an avatar that no step has taken out: by hand, alone or with what holds it. */
  function isDeleted({ avatar }: Shown): boolean {
    let top: Object3D = avatar.object;
    while (top.parent !== null) top = top.parent;
    return top !== viewer.scene;
  }

  async function add(id: number, name: string, body: RiggedBody, by: MadeBy): Promise<void> {
    const picture = avatars;
    const made = await dressed(body);
    if (picture !== avatars) return;
    const shown: Shown = { ...made, body, by, heldBy: null };
    avatars.set(id, shown);
    shownBy.set(by.fit, shown);
    made.avatar.object.name = name;
    await viewer.addSceneObject(made.avatar.object, AS_SEEN);
  }

  async function bringBack(shown: Shown): Promise<void> {
    const { heldBy, avatar, tone } = shown;
    if (heldBy === null) return;
    shown.heldBy = null;
    if (tone !== skins.tone) return dressAnew(shown, heldBy);
    heldBy.add(avatar.object);
  }

  return {
    async show(id, name, by, rig) {
      const picture = avatars;
      const shown = avatars.get(id) ?? shownBy.get(by.fit);
      const isNew = !shownBy.has(by.fit); // else undo or redo brings it
      const body = shown !== undefined && isSame(shown.by, by) ? shown.body : await rig();
      if (picture !== avatars) return; // another was opened meanwhile
      if (shown === undefined) return add(id, name, body, by);
      avatars.set(id, shown);
      shownBy.set(by.fit, shown);
      if (body === shown.body && shown.heldBy === null) return;
      if (body !== shown.body) shown.avatar.update(body);
      Object.assign(shown, { body, by });
      if (isNew && shown.heldBy === null && isDeleted(shown)) await dressAnew(shown, null);
      else await bringBack(shown);
      viewer.setDirty(shown.avatar.object);
    },
    keep(ids) {
      for (const [id, shown] of avatars) {
        if (ids.has(id)) continue;
        avatars.delete(id);
        shown.heldBy = shown.avatar.object.parent;
        shown.avatar.dispose(); // of what the graphics card holds: that comes again with the first frame it is in
        viewer.setDirty();
      }
    },
    async dress() {
      const picture = avatars;
      for (const shown of [...avatars.values()]) {
        if (picture !== avatars) return; // another was opened meanwhile
        if (!isDeleted(shown)) await dressAnew(shown, shown.avatar.object.parent);
      }
    },
    leave() {
      avatars = new Map();
    },
  };
}

/** Makes avatars in the chosen skin, in plain colours where that does not come. */
function createDresser({ THREE, skins, onError }: AvatarParts) {
  const chosenSkin = sceneSkin(skins, (texture) => loadAvatarSkin(THREE, texture), onError);
  return async (body: RiggedBody): Promise<Pick<Shown, 'avatar' | 'tone'>> => {
    const { tone } = skins;
    const skin = await chosenSkin();
    return { avatar: createAvatar(THREE, body, skin === null ? {} : { skin }), tone };
  };
}

/** What a user has set on the old avatar and hung on it is the new one's. */
function takePlace(object: Object3D, old: Avatar): void {
  const parts = partsOf(old.object, object);
  object.name = old.object.name;
  inherit(parts);
  for (const [thing, holder] of hungOn(parts)) holder.add(thing);
  old.object.updateMatrix();
  object.applyMatrix4(old.object.matrix);
  old.dispose();
}

const isSame = (a: MadeBy, b: MadeBy): boolean => a.fit === b.fit && a.body === b.body && a.down === b.down;
