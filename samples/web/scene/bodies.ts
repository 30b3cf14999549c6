import * as THREE from 'three';
import type { Skeleton } from '../../../core/body/skeleton.js';
import type { Fit, RiggedBody } from '../../../core/types.js';
import { type Avatar, type AvatarSkin, createAvatar } from '../../../plugins/three/index.js';
import { poseBones } from './pose-bones.js';

/** Somebody as the scene shows them. */
export interface ShownPerson {
  readonly avatar: Avatar;
  readonly rig: RiggedBody;
  /** The fit that the mesh was made of; null when its bones have been moved since. */
  readonly fit: Fit | null;
}

/** The bodies in a group, and the skin that all of them wear. */
export interface Bodies {
  /** By the people's id. */
  readonly shown: ReadonlyMap<number, ShownPerson>;
  put(id: number, rig: RiggedBody, fit: Fit): void;
  /** Only the bones of somebody who is shown. */
  pose(id: number, skeleton: Skeleton, fit: Fit): void;
  remove(id: number): void;
  /** Everybody gets another skin; undefined: plain colours. */
  wear(skin: AvatarSkin | undefined): void;
}

export function createBodies(group: THREE.Group): Bodies {
  const shown = new Map<number, ShownPerson>();
  let skin: AvatarSkin | undefined;

  function dressed(rig: RiggedBody): Avatar {
    const avatar = createAvatar(THREE, rig, skin && { skin });
    avatar.mesh.castShadow = true;
    group.add(avatar.object);
    return avatar;
  }
  function remove(id: number): void {
    shown.get(id)?.avatar.dispose();
    shown.delete(id);
  }
  return {
    shown,
    put(id, rig, fit) {
      const old = shown.get(id);
      if (old !== undefined && sameMesh(old.rig, rig)) {
        old.avatar.update(rig);
        shown.set(id, { ...old, rig, fit });
      } else {
        remove(id);
        shown.set(id, { avatar: dressed(rig), rig, fit });
      }
    },
    pose(id, skeleton, fit) {
      const person = shown.get(id);
      if (person === undefined) return;
      shown.set(id, { ...person, fit: null });
      poseBones(person.avatar.mesh.skeleton.bones, skeleton, fit);
    },
    remove,
    wear(other) {
      skin = other;
      for (const [id, person] of shown) {
        person.avatar.dispose();
        shown.set(id, { ...person, avatar: dressed(person.rig) });
      }
    },
  };
}

const sameMesh = (a: RiggedBody, b: RiggedBody): boolean =>
  a.restVertices.length === b.restVertices.length && a.faces.length === b.faces.length;
