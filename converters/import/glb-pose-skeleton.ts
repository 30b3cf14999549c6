import type { Document, Node, Skin } from '@gltf-transform/core';
import { SMPL_JOINTS, SMPL_PARENTS, type SmplJoint } from '../../core/body/joint-sets.js';
import { FitError } from '../../core/error.js';
import { BONE_NAMES, boneOfName, type Naming } from '../formats/bone-names.js';
import { type VrmAnimation, VrmcVrmAnimation } from '../formats/vrm-extension.js';
import { VRM_BONE_OF_JOINT } from '../formats/vrm-humanoid.js';
import { scaleOf } from './glb-pose-scale.js';

/** A person's skeleton in a file. J = 24, SMPL's order. */
export interface FileSkeleton {
  readonly naming: Naming;
  /** J: the node of each joint; null for a joint that the file does not have. */
  readonly joints: readonly (Node | null)[];
  /** J: column-major; takes the bind pose into the frame of the joint. null where there is no joint. */
  readonly inverseBind: readonly (readonly number[] | null)[];
  /** What the file says about the person, not checked. */
  readonly extras: unknown;
}

/** A joint of these may be missing and then follows its parent: VRM does not ask for it. */
const OPTIONAL: ReadonlySet<SmplJoint> = new Set<SmplJoint>([
  'spine2',
  'spine3',
  'neck',
  'left_collar',
  'right_collar',
  'left_foot',
  'right_foot',
  'left_hand',
  'right_hand',
]);
const IDENTITY = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];

/**
 * Everybody's skeleton, in the order of the file's skins; skins of one pelvis are one person. Of a VRM animation, its one.
 *
 * @throws FitError unsupported when no skin has bones of a naming that we know
 */
export function findSkeletons(document: Document, where: string): FileSkeleton[] {
  const byPelvis = new Map<Node, FileSkeleton>();
  const told = extrasBySkin(document);
  for (const skin of document.getRoot().listSkins()) {
    const nodes = skin.listJoints();
    const nodeOf = new Map(nodes.map((node) => [boneOfName(node.getName()), node]));
    const joints = SMPL_JOINTS.map((joint) => nodeOf.get(joint) ?? null);
    if (joints[0] === null || !hasBody(joints)) continue;
    const matrices = skin.getInverseBindMatrices();
    const inverseBind = joints.map((node) => {
      if (node === null) return null;
      return matrices === null ? IDENTITY : matrices.getElement(nodes.indexOf(node), []);
    });
    const extras = byPelvis.get(joints[0])?.extras ?? told.get(skin);
    byPelvis.set(joints[0], { naming: namingOf(nodes), joints, inverseBind, extras });
  }
  if (byPelvis.size > 0) return withStrayExtras(document, [...byPelvis.values()]);
  const animated = skeletonOfVrma(document, where);
  if (animated !== null) return [animated];
  const todo = `Name the bones as one of ${Object.keys(BONE_NAMES).join(', ')} does.`;
  throw new FitError(
    'unsupported',
    where,
    'none of its skeletons has the bones of a person under names we know.',
    todo,
  );
}

/**
 * The skeleton of a VRM animation, which has no skin: it names its bones, and their nodes rest in the T-pose. null in other
 * files, and where bones are missing.
 */
function skeletonOfVrma(document: Document, where: string): FileSkeleton | null {
  const humanoid = document.getRoot().getExtension<VrmAnimation>(VrmcVrmAnimation.EXTENSION_NAME);
  const joints = SMPL_JOINTS.map((joint) => {
    const bone = VRM_BONE_OF_JOINT[joint];
    return bone === undefined ? null : (humanoid?.getBone(bone) ?? null);
  });
  if (!hasBody(joints)) return null;
  const inverseBind = joints.map((node) => (node === null ? null : turnedBack(where, node)));
  return { naming: 'humanoid', joints, inverseBind, extras: undefined };
}

/** The inverse of a node's rotation in the world, column-major: poses need no more of a bind matrix. */
function turnedBack(where: string, node: Node): number[] {
  const m = node.getWorldMatrix();
  const scale = scaleOf(where, node, m);
  return IDENTITY.map((entry, i) => (i % 4 < 3 && i < 12 ? m[4 * (i % 4) + Math.floor(i / 4)] / scale : entry));
}

/** Whether the joints without which there is no pose are all there. */
const hasBody = (joints: readonly (Node | null)[]): boolean =>
  joints.every((node, j) => node !== null || OPTIONAL.has(SMPL_JOINTS[j]));

/** What the nodes that a skin moves say about their person: of several the first that says anything. */
function extrasBySkin(document: Document): ReadonlyMap<Skin, unknown> {
  const told = new Map<Skin, unknown>();
  for (const node of document.getRoot().listNodes()) {
    const [skin, { photorig }] = [node.getSkin(), node.getExtras()];
    if (skin !== null && photorig !== undefined && !told.has(skin)) told.set(skin, photorig);
  }
  return told;
}

/**
 * Blender hangs the metadata of an animated body on an empty node beside it: when as many nodes have some as there are
 * people, they are theirs, in order.
 */
function withStrayExtras(document: Document, skeletons: FileSkeleton[]): FileSkeleton[] {
  const told = document
    .getRoot()
    .listNodes()
    .map((node) => node.getExtras().photorig)
    .filter((value) => value !== undefined);
  if (told.length !== skeletons.length) return skeletons;
  return skeletons.map((skeleton, i) => ({ ...skeleton, extras: skeleton.extras ?? told[i] }));
}

/** The scheme that most of the names belong to. */
function namingOf(nodes: readonly Node[]): Naming {
  const schemes = Object.keys(BONE_NAMES) as Naming[];
  const hits = schemes.map((naming) => {
    const names = new Set(Object.values(BONE_NAMES[naming]).flatMap((name) => [name, name.replace(':', '')]));
    return nodes.filter((node) => names.has(node.getName()) || names.has(node.getName().replace(/_\d+$/, ''))).length;
  });
  return schemes[hits.indexOf(Math.max(...hits))];
}

/** For each joint the nearest one above it that the file has; −1 for the pelvis. */
export function presentParents({ joints }: FileSkeleton): number[] {
  return SMPL_PARENTS.map((parent) => {
    let above = parent;
    while (above >= 0 && joints[above] === null) above = SMPL_PARENTS[above];
    return above;
  });
}
