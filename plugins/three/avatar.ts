import type { AnimationClip, Group, SkinnedMesh } from 'three';
import { withSkinAtlas } from '../../converters/export/skin-texture.js';
import type { Three } from '../../converters/export/three.js';
import { threeObjects, updateThreeObjects } from '../../converters/export/three-objects.js';
import type { Naming } from '../../converters/formats/bone-names.js';
import type { RiggedBody } from '../../core/types.js';
import type { AvatarSkin } from './avatar-skin.js';

export interface AvatarOptions {
  readonly naming?: Naming;
  /** Painted for the body's atlas, see loadAvatarSkin; default: plain colours. */
  readonly skin?: AvatarSkin;
}

/** A body in a scene. */
export interface Avatar {
  /** To be added to the scene; holds the root bone and the mesh, and stands in the body's pose. */
  readonly object: Group;
  readonly mesh: SkinnedMesh;
  /** "Pose": for an AnimationMixer on `object`. */
  readonly clip: AnimationClip;
  /**
   * Takes another shape, pose or place of the same body model, in place: every object stays the same.
   *
   * @throws FitError usage when the body has another mesh
   */
  update(body: RiggedBody): void;
  /** Takes the object out of its scene and frees what it holds on the graphics card; its skin stays. */
  dispose(): void;
}

/**
 * A skinned mesh and its skeleton in the body's pose, with the pose correctives as a morph target at weight 1. The body
 * stands where `body` says: where the camera saw it, unless it was put on the floor.
 *
 * @param THREE the host's three.js
 */
export function createAvatar(
  THREE: Three,
  body: RiggedBody,
  { naming = 'humanoid', skin }: AvatarOptions = {},
): Avatar {
  const painted = skin?.map ? withSkinAtlas(body) : body;
  const objects = threeObjects(THREE, painted, { naming, pose: 'applied', ...(skin && { skin: skin.texture }) });
  const { root, mesh, skeleton, clip } = objects;
  // Its bounds are those of one pose: the renderer would drop a body that has moved out of them.
  mesh.frustumCulled = false;
  for (const material of mesh.material) {
    material.map = skin?.map ?? null;
    material.roughnessMap = skin?.roughnessMap ?? null;
  }
  return {
    object: root,
    mesh,
    clip,
    update(changed) {
      updateThreeObjects(objects, changed);
      // Renderers upload morph targets once and for all, unless the geometry's copy on the card is freed.
      mesh.geometry.dispose();
    },
    dispose() {
      root.removeFromParent();
      mesh.geometry.dispose();
      for (const material of mesh.material) material.dispose();
      skeleton.dispose();
    },
  };
}
