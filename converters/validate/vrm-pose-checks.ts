import type { Document, Node } from '@gltf-transform/core';
import { T_POSE } from '../formats/t-pose.js';
import { VRM_BONE_OF_JOINT, type VrmBone } from '../formats/vrm-humanoid.js';
import { error, type Finding, warning } from './finding.js';
import { readRigs } from './rig.js';
import { SOLE_TOLERANCE, verticalExtent } from './rig-checks.js';
import { boneSurface } from './vrm-bone-surface.js';

/** Degrees off which retargeted motion shows. Our own legs stand 2.5 degrees apart, our hands slant by 9. */
const LIMB_TOLERANCE = 10;
const PALM_TOLERANCE = 30;
/** A hand is this much wider than thick; ours is twice. Less and nobody can tell where its palm is. */
const FLAT = 1.5;
/**
 * How far the half of a hand with the thumb lies in front of the half with the fingers, in standard deviations of the
 * hand's width: ours 0.44 to 0.65; those of 1,000 triangles 0.3 to 0.8, of 500, which have lost fingers, -0.1 to 0.9.
 * Behind by less says nothing.
 */
const BEHIND = 0.25;

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
 * A palm that looks down lies flat, with the thumb in front: across the forearm the surface of the hand spreads most
 * along z, and its half near the wrist, where the thumb is, lies farther to the front than the other. Which vertices a
 * mesh has must not matter: levels of detail leave out most. A hand that is too round or too even to tell passes.
 */
function checkPalms(document: Document, bones: ReadonlyMap<VrmBone, Node>): Finding[] {
  const wrong = (['left', 'right'] as const).filter((side) => {
    const hand = bones.get(`${side}Hand`);
    const forearm = between(bones, `${side}LowerArm`, `${side}Hand`);
    return hand !== undefined && forearm !== null && !palmDown(acrossForearm(document, hand, forearm));
  });
  if (wrong.length === 0) return [];
  const what = `the palm of ${wrong.map((side) => `${side}Hand`).join(' and ')} does not look down.`;
  return [error('vrm-palms', what, 'Turn the hands of the rest pose: palms down, thumbs in front.')];
}

/** A point of a hand's surface, seen along the forearm: metres beyond the wrist, upwards, to the front; its area. */
interface HandPoint {
  readonly beyond: number;
  readonly y: number;
  readonly z: number;
  readonly area: number;
}

/** @param forearm from elbow to wrist, mostly along x */
function acrossForearm(document: Document, hand: Node, forearm: readonly number[]): HandPoint[] {
  const surface = boneSurface(document, hand);
  const wrist = hand.getWorldTranslation();
  const [fx, fy, fz] = forearm.map((value) => value / Math.hypot(...forearm));
  const level = Math.hypot(fx, fz);
  return Array.from({ length: surface.length / 4 }, (_, i) => {
    const [x, y, z] = wrist.map((value, axis) => surface[4 * i + axis] - value);
    const beyond = fx * x + fy * y + fz * z;
    const front = (Math.sign(fx) * (fx * z - fz * x)) / level;
    return { beyond, y: y - fy * beyond, z: front, area: surface[4 * i + 3] };
  });
}

function palmDown(points: readonly HandPoint[]): boolean {
  const y = meanOf(points, (point) => point.y);
  const z = meanOf(points, (point) => point.z);
  const yy = meanOf(points, (point) => (point.y - y) ** 2);
  const zz = meanOf(points, (point) => (point.z - z) ** 2);
  const yz = meanOf(points, (point) => (point.y - y) * (point.z - z));
  // Eigenvalues of the covariance [[yy, yz], [yz, zz]] are half the trace ± spread.
  const half = (yy + zz) / 2;
  const spread = Math.hypot((zz - yy) / 2, yz);
  if (!(half + spread > FLAT * FLAT * (half - spread))) return true;
  const slant = (0.5 * Math.atan2(2 * yz, zz - yy) * 180) / Math.PI;
  if (!(Math.abs(slant) <= PALM_TOLERANCE)) return false;

  const middle = points.reduce((reach, { beyond }) => Math.max(reach, beyond), 0) / 2;
  const thumb = points.filter(({ beyond }) => beyond < middle);
  const fingers = points.filter(({ beyond }) => beyond >= middle);
  const ahead = meanOf(thumb, (point) => point.z) - meanOf(fingers, (point) => point.z);
  return !(ahead < -BEHIND * Math.sqrt(zz));
}

/** Mean over the surface. */
function meanOf(points: readonly HandPoint[], value: (point: HandPoint) => number): number {
  let [sum, area] = [0, 0];
  for (const point of points) {
    sum += point.area * value(point);
    area += point.area;
  }
  return sum / area;
}

function checkSoles(document: Document): Finding[] {
  return readRigs(document).flatMap((rig) => {
    const { bottom } = verticalExtent(rig);
    if (Math.abs(bottom) <= SOLE_TOLERANCE) return [];
    const what = `the lowest vertex of ${rig.root} is at y = ${bottom.toFixed(3)} m.`;
    return [warning('vrm-soles', what, 'Move the avatar so that its soles stand on y = 0.')];
  });
}
