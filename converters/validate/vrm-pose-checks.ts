import type { Document, Node } from '@gltf-transform/core';
import { T_POSE } from '../formats/t-pose.js';
import { VRM_BONE_OF_JOINT, type VrmBone } from '../formats/vrm-humanoid.js';
import { error, type Finding, warning } from './finding.js';
import { readRigs } from './rig.js';
import { SOLE_TOLERANCE, verticalExtent } from './rig-checks.js';
import { boneVertices } from './vrm-bone-vertices.js';

/** Degrees off which retargeted motion shows. Our own legs stand 2.5 degrees apart, our hands slant by 9. */
const LIMB_TOLERANCE = 10;
const PALM_TOLERANCE = 30;
/** A hand is this much wider than thick; ours is 2.9 times. Less and nobody can tell where its palm is. */
const FLAT = 1.5;
/** Skewness of a hand's vertices along z: thumbs reach out on one side; ours give 0.28. Less says nothing. */
const SKEWED = 0.1;

/** The bones of VRM between which the limbs of the T-pose lie. */
const LIMBS = T_POSE.map(({ from, to, direction }) => {
  return [VRM_BONE_OF_JOINT[from] as VrmBone, VRM_BONE_OF_JOINT[to] as VrmBone, direction] as const;
});

/** VRM's rest pose: facing +z, arms along x, palms down, legs down, soles on y = 0. */
export function checkVrmPose(document: Document, bones: ReadonlyMap<VrmBone, Node>): Finding[] {
  const limbs = checkLimbs(bones);
  // Only along x can a hand be told from an arm that hangs.
  const palms = limbs.length === 0 ? checkPalms(document, bones) : [];
  return [...checkFacing(bones), ...limbs, ...palms, ...checkSoles(document)];
}

/** Vector from one bone to another, world; null when one is not mapped. */
function between(bones: ReadonlyMap<VrmBone, Node>, from: VrmBone, to: VrmBone): number[] | null {
  const [a, b] = [bones.get(from)?.getWorldTranslation(), bones.get(to)?.getWorldTranslation()];
  return a === undefined || b === undefined ? null : b.map((value, axis) => value - a[axis]);
}

/** Left lies on +x, seen from the hips; toes, where they are mapped, in front of the feet. */
function checkFacing(bones: ReadonlyMap<VrmBone, Node>): Finding[] {
  const across = between(bones, 'rightUpperLeg', 'leftUpperLeg');
  const feet = [between(bones, 'leftFoot', 'leftToes'), between(bones, 'rightFoot', 'rightToes')];
  const forward = feet.every((foot) => foot === null || foot[2] > 0);
  if (across === null || (forward && across[0] > Math.abs(across[2]))) return [];
  return [error('vrm-facing', 'the avatar does not face +z.', 'Turn mesh and skeleton so that left is on +x.')];
}

function checkLimbs(bones: ReadonlyMap<VrmBone, Node>): Finding[] {
  const bent = LIMBS.filter(([from, to, [dx, dy, dz]]) => {
    const limb = between(bones, from, to);
    if (limb === null) return false;
    const cosine = (dx * limb[0] + dy * limb[1] + dz * limb[2]) / Math.hypot(...limb);
    return !((Math.acos(Math.min(1, cosine)) * 180) / Math.PI <= LIMB_TOLERANCE);
  });
  if (bent.length === 0) return [];
  const what = `the nodes are not in the T-pose: ${bent.map(([from, to]) => `${from} to ${to}`).join(', ')}.`;
  return [error('vrm-t-pose', what, 'Write the nodes with arms along x and legs straight down.')];
}

/**
 * A palm that looks down lies flat, with the thumb in front: across the arm (the plane y, z) the vertices of the hand
 * spread most along z, and unevenly, with more reach towards +z. A hand that is too round or too even to tell passes.
 */
function checkPalms(document: Document, bones: ReadonlyMap<VrmBone, Node>): Finding[] {
  const wrong = (['leftHand', 'rightHand'] as const).filter((bone) => {
    const node = bones.get(bone);
    return node !== undefined && !palmDown(boneVertices(document, node));
  });
  if (wrong.length === 0) return [];
  const what = `the palm of ${wrong.join(' and ')} does not look down.`;
  return [error('vrm-palms', what, 'Turn the hands of the rest pose: palms down, thumbs in front.')];
}

/** @param points n×3 */
function palmDown(points: Float64Array): boolean {
  const n = points.length / 3;
  const mean = [0, 0, 0];
  for (let i = 0; i < points.length; i++) mean[i % 3] += points[i] / n;
  let [yy, zz, yz, zzz] = [0, 0, 0, 0];
  for (let i = 0; i < points.length; i += 3) {
    const y = points[i + 1] - mean[1];
    const z = points[i + 2] - mean[2];
    yy += (y * y) / n;
    zz += (z * z) / n;
    yz += (y * z) / n;
    zzz += (z * z * z) / n;
  }
  // Eigenvalues of the covariance [[yy, yz], [yz, zz]] are half the trace ± spread.
  const half = (yy + zz) / 2;
  const spread = Math.hypot((zz - yy) / 2, yz);
  if (!(half + spread > FLAT * FLAT * (half - spread))) return true;
  const slant = (0.5 * Math.atan2(2 * yz, zz - yy) * 180) / Math.PI;
  return Math.abs(slant) <= PALM_TOLERANCE && zzz > -SKEWED * zz ** 1.5;
}

function checkSoles(document: Document): Finding[] {
  return readRigs(document).flatMap((rig) => {
    const { bottom } = verticalExtent(rig);
    if (Math.abs(bottom) <= SOLE_TOLERANCE) return [];
    const what = `the lowest vertex of ${rig.root} is at y = ${bottom.toFixed(3)} m.`;
    return [warning('vrm-soles', what, 'Move the avatar so that its soles stand on y = 0.')];
  });
}
