import type { Animation } from '@gltf-transform/core';
import { boneOfName } from '../formats/bone-names.js';
import { T_POSE } from '../formats/t-pose.js';
import { error, type Finding, type SkeletonSummary, warning } from './finding.js';
import type { Rig } from './rig.js';

/** Standing adults and children, with room for extremes. Metres. */
const SHORTEST = 1.2;
const TALLEST = 2.3;
/** Soles this far from y = 0 float or sink visibly. Metres. */
export const SOLE_TOLERANCE = 0.02;
/** A limb this far from the T-pose, degrees, shows in retargeted motion. Our own legs stand 2.5 degrees apart. */
const T_POSE_TOLERANCE = 10;

const ORIGIN = [0, 0, 0];

/** All that we ask of a rigged body. */
export const checkRig = (rig: Rig): Finding[] => [
  ...checkSkeleton(rig),
  ...checkTPose(rig),
  ...checkSize(rig),
  ...checkWatertight(rig, rig.root),
];

export const summaryOf = (rig: Rig): SkeletonSummary => ({
  root: rig.root,
  joints: rig.joints.length,
  vertices: rig.vertices.length / 3,
  triangles: rig.faces.length / 3,
  height: verticalExtent(rig).height,
});

function checkSkeleton(rig: Rig): Finding[] {
  const findings: Finding[] = [];
  if (rig.tops.length > 1) {
    const what = `the skeleton of ${rig.root} has ${rig.tops.length} roots: ${rig.tops.join(', ')}.`;
    findings.push(error('several-roots', what, 'Put all joints under one root joint; Unreal asks for it.'));
  }
  const unused = rig.joints.filter(({ name, used }) => name !== rig.root && !used).map(({ name }) => name);
  if (unused.length > 0) {
    const what = `no vertex follows ${unused.join(', ')}.`;
    findings.push(warning('unused-joints', what, 'Weight the mesh to these joints or remove them.'));
  }
  if (!rig.nodesAtRest) {
    const what = `the joints of ${rig.root} are not in the pose in which the mesh was bound.`;
    findings.push(
      warning('nodes-posed', what, 'Engines take the pose of the joints as the rest pose: move the pose to a clip.'),
    );
  }
  return findings;
}

function checkTPose(rig: Rig): Finding[] {
  const positions = new Map(rig.joints.map(({ name, position }) => [boneOfName(name), position]));
  const unknown = T_POSE.find(({ from, to }) => !(positions.has(from) && positions.has(to)));
  if (unknown !== undefined) {
    const what = `the joints of ${rig.root} have names that we do not know (no ${unknown.from} or ${unknown.to}).`;
    return [warning('unknown-bones', what, 'Use the names of VRM, SMPL, Mixamo or Unreal to have the T-pose checked.')];
  }
  const bent = T_POSE.filter(({ from, to, direction }) => {
    const [a, b] = [positions.get(from) ?? ORIGIN, positions.get(to) ?? ORIGIN];
    return !(angleTo(direction, b[0] - a[0], b[1] - a[1], b[2] - a[2]) <= T_POSE_TOLERANCE);
  });
  if (bent.length === 0) return [];
  const limbs = bent.map(({ from, to }) => `${from} to ${to}`).join(', ');
  const todo = 'Bind the mesh in a T-pose that faces +z with the arms along x.';
  return [warning('not-t-pose', `the rest pose of ${rig.root} is not a T-pose: ${limbs}.`, todo)];
}

/** Degrees between a unit vector and (x, y, z). */
const angleTo = ([dx, dy, dz]: readonly number[], x: number, y: number, z: number): number =>
  (Math.acos((dx * x + dy * y + dz * z) / Math.hypot(x, y, z)) * 180) / Math.PI;

/** Lowest and highest y of the mesh. */
export function verticalExtent(rig: Surface): { readonly bottom: number; readonly height: number } {
  let bottom = Number.POSITIVE_INFINITY;
  let top = Number.NEGATIVE_INFINITY;
  for (let i = 1; i < rig.vertices.length; i += 3) {
    bottom = Math.min(bottom, rig.vertices[i]);
    top = Math.max(top, rig.vertices[i]);
  }
  return { bottom, height: top - bottom };
}

function checkSize(rig: Rig): Finding[] {
  const findings: Finding[] = [];
  const { bottom, height } = verticalExtent(rig);
  if (!(height >= SHORTEST && height <= TALLEST)) {
    const what = `the body of ${rig.root} is ${height.toPrecision(3)} m tall; people are ${SHORTEST} to ${TALLEST} m tall.`;
    findings.push(error('not-human-size', what, 'Write the mesh in metres, y up.'));
  }
  if (!(Math.abs(bottom) <= SOLE_TOLERANCE)) {
    const what = `the soles of ${rig.root} are at y = ${bottom.toFixed(3)} m.`;
    findings.push(warning('soles-off-ground', what, 'Move the rest pose so that the lowest vertex is at y = 0.'));
  }
  return findings;
}

/** Triangles over 0..N−1 between N places. */
export interface Surface {
  /** N×3. */
  readonly vertices: Float64Array;
  readonly faces: Uint32Array;
}

/**
 * A closed surface has each edge twice, once in each direction. Vertices at the same place count as one: texture seams
 * and materials split them.
 */
export function checkWatertight({ vertices, faces }: Surface, name: string): Finding[] {
  if (faces.length === 0) return []; // a cloud of millions of points would be welded for nothing
  const numberOf = new Map<string, number>();
  const welded = Array.from({ length: vertices.length / 3 }, (_, v) => {
    const place = `${vertices[3 * v]} ${vertices[3 * v + 1]} ${vertices[3 * v + 2]}`;
    const number = numberOf.get(place) ?? numberOf.size;
    numberOf.set(place, number);
    return number;
  });
  const N = numberOf.size;
  const edges = new Map<number, number>();
  for (let corner = 0; corner < faces.length; corner++) {
    const next = corner % 3 === 2 ? corner - 2 : corner + 1;
    const from = welded[faces[corner]];
    const to = welded[faces[next]];
    if (from === to) continue;
    edges.set(from * N + to, (edges.get(from * N + to) ?? 0) + 1);
  }
  let open = 0;
  for (const [edge, count] of edges) {
    const from = Math.floor(edge / N);
    if (edges.get((edge % N) * N + from) !== count) open++;
  }
  if (open === 0) return [];
  const todo = 'Close the holes and turn all faces outwards; fine for clothes and hair.';
  return [warning('not-watertight', `the surface of ${name} has ${open} open or flipped edges.`, todo)];
}

export function checkClip(animation: Animation): Finding[] {
  const short = animation.listSamplers().filter((sampler) => (sampler.getInput()?.getCount() ?? 0) < 2).length;
  if (short === 0) return [];
  const what = `${short} tracks of the clip "${animation.getName()}" have a single key.`;
  return [warning('clip-without-length', what, 'Write two keys, one frame apart: Unity drops clips of no length.')];
}
