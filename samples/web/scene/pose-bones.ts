import type { Bone } from 'three';
import { localQuaternions } from '../../../core/body/rigged-body.js';
import type { Skeleton } from '../../../core/body/skeleton.js';
import { flipPoints } from '../../../core/frames.js';
import type { Fit } from '../../../core/types.js';

/**
 * Puts bones where a fit has them without making its mesh: while a joint is dragged, the skin follows the bones. Lengths
 * follow the betas; what they do to the flesh comes with the mesh, once the joint is let go of.
 *
 * @param bones the root, then SMPL's joints; in place
 */
export function poseBones(bones: readonly Bone[], skeleton: Skeleton, { betas, pose, translation }: Fit): void {
  const rest = restJoints(skeleton, betas);
  const quaternions = localQuaternions(pose, skeleton.jointCount);
  const root = Float64Array.from(translation, (t, axis) => t + rest[axis]);
  flipPoints(root);
  bones.slice(1).forEach((bone, j) => {
    const parent = skeleton.parents[j];
    if (parent < 0) bone.position.fromArray(root);
    else bone.position.fromArray(rest.subarray(3 * j, 3 * j + 3).map((value, axis) => value - rest[3 * parent + axis]));
    bone.quaternion.fromArray(quaternions, 4 * j);
  });
}

/** J×3: joints + jointShapeDirs·betas. */
function restJoints({ joints, jointShapeDirs, betaCount: B }: Skeleton, betas: Float64Array): Float64Array {
  return joints.map((joint, i) => {
    let sum = joint;
    for (let b = 0; b < B; b++) sum += jointShapeDirs[i * B + b] * betas[b];
    return sum;
  });
}
