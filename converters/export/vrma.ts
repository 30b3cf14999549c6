import { Accessor, type Animation, Document, type GLTF, Logger, type Node, WebIO } from '@gltf-transform/core';
import type { SmplJoint } from '../../core/body/joint-sets.js';
import { posedVertices } from '../../core/body/posed-body.js';
import type { RiggedBody } from '../../core/types.js';
import { boneNames } from '../formats/bone-names.js';
import { VrmcVrmAnimation } from '../formats/vrm-extension.js';
import { VRM_BONE_OF_JOINT } from '../formats/vrm-humanoid.js';
import { type ClipKeys, clipKeys, clipName, jointRotations } from './clip-keys.js';
import { expectBody } from './expect-bodies.js';
import { restOffsets } from './skin.js';
import { mapBones } from './vrm.js';

export interface VrmaOptions {
  /** asset.generator. */
  readonly generator?: string;
}

/**
 * Writes the pose of a body, or all frames of its motion, as a VRM animation (.vrma): the skeleton of toVrm without a
 * mesh and one clip of the hips' translation and the rotations of the 22 mapped bones. Readers scale the
 * translation to the avatar's height. What VRM cannot carry, SMPL's finger joints and the pose correctives, is left
 * out; the clip's extras say what that costs (lossOf).
 *
 * @throws FitError usage for what is no body
 */
export async function toVrma(body: RiggedBody, options: VrmaOptions = {}): Promise<Uint8Array> {
  const io = new WebIO().setLogger(new Logger(Logger.Verbosity.ERROR)).registerExtensions([VrmcVrmAnimation]);
  return io.writeBinary(vrmaDocument(body, options));
}

/** @internal The document behind toVrma. */
export function vrmaDocument(body: RiggedBody, { generator = 'photorig' }: VrmaOptions = {}): Document {
  expectBody('toVrma', body);
  const document = new Document();
  document.getRoot().getAsset().generator = generator;
  const nodes = createSkeleton(document, body);
  animate(document, body, nodes);
  const humanoid = document.createExtension(VrmcVrmAnimation).createVrmAnimation();
  mapBones(document, humanoid);
  document.getRoot().setExtension(VrmcVrmAnimation.EXTENSION_NAME, humanoid);
  return document;
}

/** The mapped joints under the root, at rest; null for the others, which have no child among the mapped. */
function createSkeleton(document: Document, body: RiggedBody): (Node | null)[] {
  const names = boneNames('humanoid');
  const offsets = restOffsets(body.parents, body.restJoints);
  const root = document.createNode(names.root);
  const scene = document.createScene('Scene').addChild(root);
  document.getRoot().setDefaultScene(scene);
  const nodes: (Node | null)[] = [];
  for (const [j, joint] of body.jointNames.entries()) {
    const mapped = VRM_BONE_OF_JOINT[joint as SmplJoint] !== undefined;
    const node = mapped ? document.createNode(names[joint as SmplJoint]) : null;
    node?.setTranslation([offsets[3 * j], offsets[3 * j + 1], offsets[3 * j + 2]]);
    if (node !== null) (nodes[body.parents[j]] ?? root).addChild(node);
    nodes.push(node);
  }
  return nodes;
}

function animate(document: Document, body: RiggedBody, nodes: readonly (Node | null)[]): void {
  const buffer = document.createBuffer();
  const keys: ClipKeys = clipKeys(body);
  const accessor = (name: string, type: GLTF.AccessorType, array: Float32Array): Accessor =>
    document.createAccessor(name).setType(type).setArray(array.slice()).setBuffer(buffer);
  const times = accessor('Key times', Accessor.Type.SCALAR, keys.times);
  const clip: Animation = document.createAnimation(clipName([body])).setExtras({ photorig: { dropped: lossOf(body) } });
  const play = (node: Node, path: GLTF.AnimationChannelTargetPath, output: Accessor): void => {
    const sampler = document.createAnimationSampler().setInput(times).setOutput(output);
    const channel = document.createAnimationChannel().setTargetNode(node).setTargetPath(path).setSampler(sampler);
    clip.addSampler(sampler).addChannel(channel);
  };
  const [hips] = nodes;
  if (hips !== null) play(hips, 'translation', accessor('Hips place', Accessor.Type.VEC3, keys.rootPositions));
  nodes.forEach((node, j) => {
    if (node === null) return;
    const rotations = jointRotations(keys, j);
    play(node, 'rotation', accessor(`${node.getName()} rotation`, Accessor.Type.VEC4, rotations));
  });
}

/**
 * How far the skin of a .vrm in the pose of its .vrma lies from ours. Of a motion: at its first frame, by the finger
 * joints alone; its correctives were dropped before, rigMotion tells what that costs.
 */
export interface VrmLoss {
  readonly what: string;
  readonly meanMillimetres: number;
  readonly largestMillimetres: number;
}

const MILLIMETRES = 1000;

/** What VRM leaves out of a body in its pose. */
export function lossOf(body: RiggedBody): VrmLoss {
  const { motion, ...still } = body;
  const rotations = still.rotations.slice();
  body.jointNames.forEach((joint, j) => {
    if (VRM_BONE_OF_JOINT[joint as SmplJoint] === undefined) rotations.set([0, 0, 0, 1], 4 * j);
  });
  const ours = posedVertices(still);
  const theirs = posedVertices({ ...still, rotations, poseCorrective: null });
  const V = ours.length / 3;
  let sum = 0;
  let largest = 0;
  for (let i = 0; i < ours.length; i += 3) {
    const apart = Math.hypot(ours[i] - theirs[i], ours[i + 1] - theirs[i + 1], ours[i + 2] - theirs[i + 2]);
    sum += apart;
    largest = Math.max(largest, apart);
  }
  const round = (metres: number): number => Number((MILLIMETRES * metres).toFixed(2));
  const lost = body.poseCorrective === null ? [] : ['pose correctives'];
  const what = [...(motion === undefined ? lost : ['pose correctives (not measured)']), 'finger joints'].join(', ');
  return { what, meanMillimetres: round(sum / V), largestMillimetres: round(largest) };
}
