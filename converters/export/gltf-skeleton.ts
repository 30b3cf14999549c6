import { Accessor, type Node, type Skin } from '@gltf-transform/core';
import type { RiggedBody } from '../../core/types.js';
import { type Bone, boneNames } from '../formats/bone-names.js';
import { type Orientations, restRotations, turnInverseBind, turnOffsets, turnRotations } from './bone-axes.js';
import { createAccessor, type DocumentContext } from './gltf-context.js';
import { inverseBindMatrices, restOffsets } from './skin.js';

/** The root and the joints below it, in the order of the skin, in the T-pose. */
export function createSkeleton(
  { document, options }: DocumentContext,
  body: RiggedBody,
  orientations: Orientations,
  suffix: string,
): Node[] {
  const { parents, restJoints } = body;
  const names = boneNames(options.naming);
  const offsets = turnOffsets(parents, orientations, restOffsets(parents, restJoints));
  const nodes = [document.createNode(names.root + suffix)];
  body.jointNames.forEach((joint, j) => {
    const node = document.createNode(names[joint as Bone] + suffix);
    node.setTranslation([offsets[3 * j], offsets[3 * j + 1], offsets[3 * j + 2]]);
    // With the root in front, parent p is node p + 1 and the pelvis's, −1, is the root itself.
    nodes[parents[j] + 1].addChild(node);
    nodes.push(node);
  });
  setRotations(nodes.slice(1), restRotations(parents, orientations));
  return nodes;
}

export function createSkin(
  context: DocumentContext,
  body: RiggedBody,
  orientations: Orientations,
  joints: readonly Node[],
  suffix: string,
): Skin {
  const matrices = inverseBindMatrices(Float32Array.of(0, 0, 0, ...body.restJoints));
  // The root, the first 16, stays upright at the origin.
  matrices.set(turnInverseBind(orientations, matrices.subarray(16)), 16);
  const skin = context.document.createSkin(`Skeleton${suffix}`).setSkeleton(joints[0]);
  for (const joint of joints) skin.addJoint(joint);
  return skin.setInverseBindMatrices(
    createAccessor(context, `Inverse bind matrices${suffix}`, Accessor.Type.MAT4, matrices),
  );
}

/** Turns the joints (without the root) into the body's pose, in place. */
export function applyPose(body: RiggedBody, orientations: Orientations, joints: readonly Node[]): void {
  const [x, y, z] = body.rootPosition;
  joints[0].setTranslation([x, y, z]);
  setRotations(joints, turnRotations(body.parents, orientations, body.rotations));
}

function setRotations(joints: readonly Node[], rotations: Float32Array): void {
  joints.forEach((joint, j) => {
    const [x, y, z, w] = rotations.subarray(4 * j, 4 * j + 4);
    joint.setRotation([x, y, z, w]);
  });
}
