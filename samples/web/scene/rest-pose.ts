import * as THREE from 'three';
import type { ShownPerson } from './bodies.js';

/**
 * Puts a person's bones a part of the way from the T-pose to the fit's pose, in place; the feet stay on the floor. Returns
 * what puts them back.
 *
 * @param share 0 the T-pose, 1 the pose
 * @param group what holds the people: the floor is y = 0 outside it
 */
export function towardsRest({ avatar, rig }: ShownPerson, share: number, group: THREE.Object3D): () => void {
  const [, hips, ...others] = avatar.mesh.skeleton.bones;
  const bones = [hips, ...others];
  const pose = bones.map((bone) => bone.quaternion.clone());
  const place = hips.position.clone();
  const influence = avatar.mesh.morphTargetInfluences?.[0] ?? 0;
  const rest = new THREE.Quaternion();
  const upright = group.quaternion.clone().invert();
  bones.forEach((bone, j) => {
    bone.quaternion.slerpQuaternions(bone === hips ? upright : rest, pose[j], share);
  });
  const standing = group.localToWorld(place.clone()).setY(rig.restJoints[1]);
  hips.position.lerpVectors(group.worldToLocal(standing), place, share);
  avatar.mesh.morphTargetInfluences?.fill(influence * share);
  return () => {
    bones.forEach((bone, j) => {
      bone.quaternion.copy(pose[j]);
    });
    hips.position.copy(place);
    avatar.mesh.morphTargetInfluences?.fill(influence);
  };
}
