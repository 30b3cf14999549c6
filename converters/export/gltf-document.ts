import { Document } from '@gltf-transform/core';
import { expectChoice } from '../../core/error.js';
import type { RiggedBody } from '../../core/types.js';
import { personSuffix } from '../formats/bone-names.js';
import { BONE_AXES, boneOrientations } from './bone-axes.js';
import { type Actor, createClip } from './gltf-clip.js';
import type { DocumentContext } from './gltf-context.js';
import { createMesh, type MaterialOf, materialLibrary } from './gltf-mesh.js';
import { describeBody } from './gltf-metadata.js';
import { morphTargets } from './gltf-morphs.js';
import { type DocumentOptions, POSE_MODES } from './gltf-options.js';
import { applyPose, createSkeleton, createSkin } from './gltf-skeleton.js';
import { addPhoto } from './photo-plane.js';

/**
 * A glTF document of one or more people, each a skinned mesh and a skeleton of 25 joints (a root at the origin, then
 * SMPL's 24) at the scene's root, or under a node of its own where there are several, without transforms on the mesh:
 * validators and engines ask for exactly this. One animation moves all people. Bodies stay where they are: call
 * standOnFloor first to put them on the ground, unless the photo comes with them.
 *
 * @param bodies at least one; the callers' names stand in the errors for others
 * @throws FitError usage for an option that there is not
 */
export function riggedDocument(bodies: readonly RiggedBody[], options: DocumentOptions = {}): Document {
  const { naming = 'humanoid', boneAxes = 'identity', photo, generator = 'photorig', shapeMorphs, skin } = options;
  const { pose = photo === undefined ? 'clip' : 'applied' } = options;
  expectChoice('pose', pose, POSE_MODES);
  expectChoice('bone axes', boneAxes, BONE_AXES);
  const document = new Document();
  document.getRoot().getAsset().generator = generator;
  const buffer = document.createBuffer();
  const scene = document.createScene('Scene');
  document.getRoot().setDefaultScene(scene);
  const context: DocumentContext = { document, buffer, scene, options: { naming, pose, boneAxes, shapeMorphs } };
  const materialOf = materialLibrary(document, skin);
  const animate = pose === 'clip' ? createClip(context, bodies) : null;
  bodies.forEach((body, person) => {
    const actor = addPerson(context, body, materialOf, personSuffix(person), bodies.length > 1);
    animate?.(actor);
    if (pose === 'applied') applyPose(body, actor.orientations, actor.joints);
  });
  if (photo !== undefined) addPhoto(context, photo, bodies);
  return document;
}

/**
 * A person in the T-pose, the skeleton under a node of its own where there is `company`: Blender makes one armature, with
 * one action, of all skeletons that hang on the scene, and one each of those that do not (tried with 3.4).
 */
function addPerson(
  context: DocumentContext,
  body: RiggedBody,
  materialOf: MaterialOf,
  suffix: string,
  company: boolean,
): Actor {
  const { document, scene, options } = context;
  const orientations = boneOrientations(body, options.boneAxes);
  const [root, ...joints] = createSkeleton(context, body, orientations, suffix);
  const targets = morphTargets(body, options);
  const mesh = document
    .createNode(`Body${suffix}`)
    .setMesh(createMesh(context, body, targets, materialOf, suffix))
    .setSkin(createSkin(context, body, orientations, [root, ...joints], suffix))
    .setExtras({ photorig: describeBody(body, targets, options) });
  scene.addChild(company ? document.createNode(`Avatar${suffix}`).addChild(root) : root).addChild(mesh);
  return { body, orientations, joints, mesh, targets };
}
