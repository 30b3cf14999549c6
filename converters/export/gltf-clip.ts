import { Accessor, type Animation, type GLTF, type Node } from '@gltf-transform/core';
import type { RiggedBody } from '../../core/types.js';
import { type Orientations, turnRotations } from './bone-axes.js';
import { type ClipKeys, clipKeys, clipName, jointRotations } from './clip-keys.js';
import { createAccessor, type DocumentContext } from './gltf-context.js';
import type { MorphTarget } from './gltf-morphs.js';

/** A person's skeleton and mesh, as the clip moves them. */
export interface Actor {
  readonly body: RiggedBody;
  readonly orientations: Orientations;
  /** The joints, without the root. */
  readonly joints: readonly Node[];
  readonly mesh: Node;
  readonly targets: readonly MorphTarget[];
}

/** The clip of a document: its name, and whoever is added to it. All with the same keys share their times. */
export function createClip(context: DocumentContext, bodies: readonly RiggedBody[]): (actor: Actor) => void {
  const animation = context.document.createAnimation(clipName(bodies));
  const timesOf = new Map<string, Accessor>();
  return (actor) => {
    const { times, ...keys } = clipKeys(actor.body);
    const key = `${times.length} ${times[times.length - 1]}`;
    const accessor = timesOf.get(key) ?? createAccessor(context, 'Key times', Accessor.Type.SCALAR, times);
    timesOf.set(key, accessor);
    addTracks(context, animation, accessor, actor, { times, ...keys });
  };
}

/** Every joint's rotation and the pelvis's place, and the weights of the morph targets that the pose needs. */
function addTracks(
  context: DocumentContext,
  animation: Animation,
  times: Accessor,
  { body, orientations, joints, mesh, targets }: Actor,
  keys: ClipKeys,
): void {
  const addTrack = (
    node: Node,
    path: GLTF.AnimationChannelTargetPath,
    type: GLTF.AccessorType,
    values: Float32Array,
  ) => {
    const output = createAccessor(context, `${node.getName()} ${path}`, type, values);
    const sampler = context.document.createAnimationSampler().setInput(times).setOutput(output);
    const channel = context.document.createAnimationChannel().setTargetNode(node).setTargetPath(path);
    animation.addSampler(sampler).addChannel(channel.setSampler(sampler));
  };
  addTrack(joints[0], 'translation', Accessor.Type.VEC3, keys.rootPositions);
  const turned = { ...keys, rotations: turnRotations(body.parents, orientations, keys.rotations) };
  joints.forEach((joint, j) => {
    addTrack(joint, 'rotation', Accessor.Type.VEC4, jointRotations(turned, j));
  });
  if (targets.every(({ weight }) => weight === 0)) return;
  const weights = Array.from(keys.times).flatMap(() => targets.map(({ weight }) => weight));
  addTrack(mesh, 'weights', Accessor.Type.SCALAR, Float32Array.from(weights));
}
