import type * as THREE from 'three';
import type { Skeleton } from '../../core/body/skeleton.js';
import type { Fit } from '../../core/types.js';
import { memoryOf, poseBones } from './avatar.js';

/** The body in the hand: an avatar's bones follow it, which is no step of the history. */
export interface BonePreview {
  /** The avatar whose bones are turned. */
  readonly avatar: THREE.Object3D | null;
  turn(avatar: THREE.Object3D, skeleton: Skeleton, fit: Fit): void;
  /** The bones go back, so that undo finds the avatar as it was. */
  turnBack(): void;
}

export function createBonePreview(): BonePreview {
  let turned: { readonly avatar: THREE.Object3D; readonly back: () => void } | null = null;
  return {
    get avatar() {
      return turned?.avatar ?? null;
    },
    turn(avatar, skeleton, fit) {
      if (turned?.avatar !== avatar) {
        const before = memoryOf(avatar)?.person.fit;
        turned = { avatar, back: () => before && poseBones(avatar, skeleton, before) };
      }
      poseBones(avatar, skeleton, fit);
    },
    turnBack() {
      turned?.back();
      turned = null;
    },
  };
}
