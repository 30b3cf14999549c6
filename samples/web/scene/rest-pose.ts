import * as THREE from 'three';
import type { ShownPerson } from './people.js';

/**
 * Puts a person's bones a part of the way from the T-pose to the fit's pose, in place; the feet stay on the floor. Returns
 * what puts them back.
 *
 * @param share 0 the T-pose, 1 the pose
 * @param floor height of the floor in the frame of the bones
 */
export function towardsRest({ avatar, rig }: ShownPerson, share: number, floor: number): () => void {
  const [, hips, ...others] = avatar.mesh.skeleton.bones;
  const bones = [hips, ...others];
  const pose = bones.map((bone) => bone.quaternion.clone());
  const place = hips.position.clone();
  const influence = avatar.mesh.morphTargetInfluences?.[0] ?? 0;
  const rest = new THREE.Quaternion();
  bones.forEach((bone, j) => {
    bone.quaternion.slerpQuaternions(rest, pose[j], share);
  });
  const standing = floor + rig.restJoints[1];
  hips.position.y = THREE.MathUtils.lerp(standing, place.y, share);
  avatar.mesh.morphTargetInfluences?.fill(influence * share);
  return () => {
    bones.forEach((bone, j) => {
      bone.quaternion.copy(pose[j]);
    });
    hips.position.copy(place);
    avatar.mesh.morphTargetInfluences?.fill(influence);
  };
}
