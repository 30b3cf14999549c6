import type { Document, Node } from '@gltf-transform/core';
import { VRM_LICENSE_URL } from '../formats/vrm-block.js';
import { type Vrm, type VrmAnimation, VrmcVrm, VrmcVrmAnimation } from '../formats/vrm-extension.js';
import { REQUIRED_VRM_BONES, VRM_PARENTS, type VrmBone } from '../formats/vrm-humanoid.js';
import { error, type Finding } from './finding.js';
import { checkVrmPose } from './vrm-pose-checks.js';

/** Scales this far from one another are the same. */
const SCALE_TOLERANCE = 1e-4;

/** All rules of VRM 1.0 that make or break an avatar, by name. The document must be read with VrmcVrm registered. */
export function checkVrm(document: Document): Finding[] {
  const vrm = document.getRoot().getExtension<Vrm>(VrmcVrm.EXTENSION_NAME);
  if (vrm === null) {
    return [error('vrm-missing', 'there is no VRMC_vrm block.', 'Write the file as VRM 1.0.')];
  }
  const bones = new Map(vrm.listBones());
  return [
    ...checkVersion(vrm.getSpecVersion()),
    ...checkMeta(vrm),
    ...checkBones(bones),
    ...checkRequired(bones),
    ...checkScales(document),
    ...checkNoAnimation(document),
    ...checkVrmPose(document, bones),
  ];
}

/** The rules of a VRM animation. The document must be read with VrmcVrmAnimation registered. */
export function checkVrma(document: Document): Finding[] {
  const humanoid = document.getRoot().getExtension<VrmAnimation>(VrmcVrmAnimation.EXTENSION_NAME);
  if (humanoid === null) {
    const todo = 'Write the file as a VRM animation.';
    return [error('vrma-missing', 'there is no VRMC_vrm_animation block.', todo)];
  }
  const bones = new Map(humanoid.listBones());
  return [...checkVersion(humanoid.getSpecVersion()), ...checkBones(bones), ...checkChannels(document, bones)];
}

function checkVersion(version: string): Finding[] {
  if (version === '1.0') return [];
  return [error('vrm-version', `the specification's version is "${version}", not 1.0.`, 'Write version 1.0.')];
}

function checkMeta(vrm: Vrm): Finding[] {
  const { name, authors, licenseUrl } = vrm.getMeta() as Record<string, unknown>;
  const findings: Finding[] = [];
  if (typeof name !== 'string' || name === '') {
    findings.push(error('vrm-name', 'the avatar has no name.', 'Set meta.name.'));
  }
  if (!Array.isArray(authors) || authors.length === 0 || authors.some((author) => typeof author !== 'string')) {
    findings.push(error('vrm-authors', 'the avatar has no author.', 'Set meta.authors to a list of names.'));
  }
  if (licenseUrl !== VRM_LICENSE_URL) {
    const what = `meta.licenseUrl is not ${VRM_LICENSE_URL}: readers refuse the file.`;
    findings.push(error('vrm-license-url', what, 'Set that address; another licence goes to otherLicenseUrl.'));
  }
  return findings;
}

function checkRequired(bones: ReadonlyMap<VrmBone, Node>): Finding[] {
  const findings: Finding[] = [];
  const missing = REQUIRED_VRM_BONES.filter((bone) => !bones.has(bone));
  if (missing.length > 0) {
    const what = `these bones are not mapped: ${missing.join(', ')}.`;
    findings.push(error('vrm-required-bones', what, 'Map each required bone to a node.'));
  }
  if (bones.has('upperChest') && !bones.has('chest')) {
    const what = 'upperChest is mapped, chest is not.';
    findings.push(error('vrm-upper-chest', what, 'Map the lower of the two as chest.'));
  }
  return findings;
}

/** A bone has a node of its own, which lies below that of its parent, or of the nearest mapped bone above. */
function checkBones(bones: ReadonlyMap<VrmBone, Node>): Finding[] {
  const findings: Finding[] = [];
  const seen = new Map<Node, VrmBone>();
  for (const [bone, node] of bones) {
    const other = seen.get(node);
    seen.set(node, bone);
    if (other !== undefined) {
      const what = `${other} and ${bone} are the same node.`;
      findings.push(error('vrm-shared-node', what, 'Give each bone a node of its own.'));
    }
  }
  for (const [bone, node] of bones) {
    let parent = VRM_PARENTS.get(bone) ?? null;
    while (parent !== null && !bones.has(parent)) parent = VRM_PARENTS.get(parent) ?? null;
    if (parent === null || ancestorsOf(node).includes(bones.get(parent) as Node)) continue;
    const what = `${bone} is not below ${parent}.`;
    findings.push(error('vrm-parent-order', what, "Arrange the nodes in the order of VRM's bones."));
  }
  return findings;
}

function ancestorsOf(node: Node): Node[] {
  const ancestors: Node[] = [];
  for (let above = node.getParentNode(); above !== null; above = above.getParentNode()) ancestors.push(above);
  return ancestors;
}

function checkScales(document: Document): Finding[] {
  const odd = document
    .getRoot()
    .listNodes()
    .filter((node) => {
      const [x, y, z] = node.getScale();
      return !(x > 0 && Math.abs(y - x) <= SCALE_TOLERANCE * x && Math.abs(z - x) <= SCALE_TOLERANCE * x);
    });
  if (odd.length === 0) return [];
  const what = `nodes are scaled unevenly or turned inside out: ${odd.map((node) => node.getName()).join(', ')}.`;
  return [error('vrm-scale', what, 'Apply the scale to the mesh; one positive factor for all axes is allowed.')];
}

function checkNoAnimation(document: Document): Finding[] {
  const { length } = document.getRoot().listAnimations();
  if (length === 0) return [];
  return [error('vrm-animation', 'the file has an animation, which VRM forbids.', 'Write it to a .vrma.')];
}

/** Bones turn, the hips also move; nothing else is transferred to an avatar. */
function checkChannels(document: Document, bones: ReadonlyMap<VrmBone, Node>): Finding[] {
  const findings: Finding[] = [];
  const hips = bones.get('hips');
  if (hips === undefined) {
    findings.push(error('vrma-hips', 'the hips are not mapped.', 'Map the bone hips to a node.'));
  } else if (!(hips.getWorldTranslation()[1] > 0)) {
    const what = 'the hips rest on the floor: readers scale the motion by their height.';
    findings.push(error('vrma-hips', what, 'Write the skeleton in its T-pose.'));
  }
  const mapped = new Set(bones.values());
  for (const channel of document
    .getRoot()
    .listAnimations()
    .flatMap((clip) => clip.listChannels())) {
    const node = channel.getTargetNode();
    const path = channel.getTargetPath();
    if (node === null || !mapped.has(node) || path === 'rotation' || (path === 'translation' && node === hips))
      continue;
    const what = `the clip changes the ${path} of ${node.getName()}.`;
    findings.push(error('vrma-channel', what, 'Keep rotations of the bones and the translation of the hips.'));
  }
  return findings;
}
