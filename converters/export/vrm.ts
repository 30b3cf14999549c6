import { type Document, Logger, type Node, WebIO } from '@gltf-transform/core';
import type { SmplJoint } from '../../core/body/joint-sets.js';
import { PART } from '../../core/body/part.js';
import type { RiggedBody } from '../../core/types.js';
import { boneNames } from '../formats/bone-names.js';
import { type EyeOffset, type Humanoid, VrmcVrm } from '../formats/vrm-extension.js';
import { VRM_BONE_OF_JOINT, type VrmBone } from '../formats/vrm-humanoid.js';
import { expectBody } from './expect-bodies.js';
import { riggedDocument } from './gltf-document.js';
import { type VrmOptions, vrmMeta } from './vrm-meta.js';

/** From SMPL's head joint, at the skull's base, to the middle of the eyes of an adult. Metres, y up, z forward. */
const USUAL_EYES = [0, 0.07, 0.07] as const;

/**
 * Writes one person as a VRM 1.0 avatar (.vrm): the body of toGlb in the T-pose with 22 mapped bones, without the
 * hands' finger joints, and what VRM asks for besides: meta, gaze and first person. VRM forbids animations inside:
 * toVrma writes the pose. The mesh is the rest mesh, without pose correctives.
 *
 * @throws FitError usage for what is no body, an unknown licence, no author or an empty title
 */
export async function toVrm(body: RiggedBody, options: VrmOptions = {}): Promise<Uint8Array> {
  const io = new WebIO().setLogger(new Logger(Logger.Verbosity.ERROR)).registerExtensions([VrmcVrm]);
  return io.writeBinary(vrmDocument(body, options));
}

/** @internal The document behind toVrm. */
export function vrmDocument(body: RiggedBody, options: VrmOptions = {}): Document {
  expectBody('toVrm', body);
  const meta = vrmMeta(body, options);
  const document = riggedDocument([body], {
    naming: 'humanoid',
    pose: 'rest',
    ...(options.generator === undefined ? {} : { generator: options.generator }),
    ...(options.skin && { skin: options.skin }),
  });
  const vrm = document.createExtension(VrmcVrm).createVrm().setMeta(meta).setEyeOffset(eyeOffset(body));
  mapBones(document, vrm);
  for (const node of document.getRoot().listNodes()) if (node.getMesh() !== null) vrm.addFirstPersonMesh(node);
  document.getRoot().setExtension(VrmcVrm.EXTENSION_NAME, vrm);
  return document;
}

/** @internal Tells `humanoid` which of the document's nodes are VRM bones, by the names of our own skeleton. */
export function mapBones(document: Document, humanoid: Humanoid): void {
  const names = boneNames('humanoid');
  const nodes = new Map<string, Node>(
    document
      .getRoot()
      .listNodes()
      .map((node) => [node.getName(), node]),
  );
  for (const [joint, bone] of Object.entries(VRM_BONE_OF_JOINT)) {
    humanoid.setBone(bone as VrmBone, nodes.get(names[joint as SmplJoint]) ?? null);
  }
}

/** From the head joint to the middle of the eyes at rest, where the body says which vertices are eyes. */
function eyeOffset(body: RiggedBody): EyeOffset {
  const { part, restVertices, restJoints } = body;
  const sum = [0, 0, 0];
  let count = 0;
  part?.forEach((kind, v) => {
    if (kind !== PART.eyes) return;
    count++;
    for (let axis = 0; axis < 3; axis++) sum[axis] += restVertices[3 * v + axis];
  });
  if (count === 0) return USUAL_EYES;
  const head = 3 * body.jointNames.indexOf('head');
  // Both eyes have as many vertices: their mean lies in the middle.
  const [x, y, z] = sum.map((value, axis) => value / count - restJoints[head + axis]);
  return [x, y, z];
}
