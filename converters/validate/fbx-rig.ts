import type { mat4 } from '@gltf-transform/core';
import type { FbxArray, FbxNode, FbxValue } from './fbx-nodes.js';
import { error, type Finding, warning } from './finding.js';
import { multiply, type Rig, type RigJoint, transform } from './rig.js';
import { checkNormals } from './surface-checks.js';

/** FBX counts in centimetres unless it says otherwise. */
const CENTIMETRES = 100;
const Y_UP = 1;
/** How far the weights of a vertex may be from one: four of float32. */
const WEIGHT_TOLERANCE = 1e-3;

const IDENTITY: mat4 = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];

/** What a file says of its skinned meshes. */
export interface FbxContent {
  readonly rigs: readonly Rig[];
  readonly clips: readonly string[];
  /** What is wrong with numbers, indices and weights. */
  readonly findings: readonly Finding[];
}

interface FbxObject {
  readonly id: bigint;
  readonly name: string;
  readonly type: string;
  readonly node: FbxNode;
}

/** Meshes with a skin, in metres, y up, and the clips of a file. */
export function readFbxRigs(nodes: readonly FbxNode[]): FbxContent {
  const objects = childrenOf(nodes, 'Objects').flatMap(objectOf);
  const below = linksOf(nodes, objects);
  const place = frameOf(nodes);
  const limbs = objects.filter(isLimb);
  const inner = new Set(limbs.flatMap((limb) => below(limb).filter(isLimb)));
  const topOf = topsAbove(
    limbs.filter((limb) => !inner.has(limb)),
    below,
  );
  const findings: Finding[] = [];
  const rigs = objects
    .filter(({ node, type }) => node.name === 'Geometry' && type === 'Mesh')
    .flatMap((geometry): Rig[] => {
      const skins = below(geometry).filter(({ node, type }) => node.name === 'Deformer' && type === 'Skin');
      const clusters = skins.flatMap(below).filter(({ type }) => type === 'Cluster');
      if (clusters.length === 0) return [];
      const bound = clusters.map((cluster) => ({ cluster, limb: below(cluster).find(isLimb) }));
      const tops = new Set(bound.flatMap(({ limb }) => (limb && topOf.get(limb)) ?? []));
      const own = limbs.filter((limb) => tops.has(topOf.get(limb) ?? limb));
      return [readRig(geometry, bound, { limbs: own, tops: [...tops], place }, findings)];
    });
  findings.push(...checkCurves(objects));
  const clips = objects.filter(({ node }) => node.name === 'AnimationStack').map(({ name }) => name);
  return { rigs, clips, findings };
}

const isLimb = ({ node, type }: FbxObject): boolean => node.name === 'Model' && type === 'LimbNode';

/** The bone at the top of each, for those that hang on one: bones in a loop do not. */
function topsAbove(
  tops: readonly FbxObject[],
  below: (parent: FbxObject) => readonly FbxObject[],
): ReadonlyMap<FbxObject, FbxObject> {
  const topOf = new Map(tops.map((top) => [top, top]));
  for (const [limb, top] of topOf) {
    for (const child of below(limb)) if (isLimb(child) && !topOf.has(child)) topOf.set(child, top);
  }
  return topOf;
}

type Numbers = Exclude<FbxArray, BigInt64Array> | Uint8Array;

/** What hangs on an object, by the connections of objects. */
function linksOf(nodes: readonly FbxNode[], objects: readonly FbxObject[]): (parent: FbxObject) => FbxObject[] {
  const byId = new Map(objects.map((object) => [object.id, object]));
  const children = new Map<FbxObject, FbxObject[]>();
  for (const { properties } of childrenOf(nodes, 'Connections')) {
    const [child, parent] = [byId.get(properties[1] as bigint), byId.get(properties[2] as bigint)];
    if (properties[0] !== 'OO' || child === undefined || parent === undefined) continue;
    const siblings = children.get(parent) ?? [];
    siblings.push(child);
    children.set(parent, siblings);
  }
  return (parent) => children.get(parent) ?? [];
}

const childrenOf = (nodes: readonly FbxNode[], name: string): readonly FbxNode[] =>
  nodes.find((node) => node.name === name)?.children ?? [];

function objectOf(node: FbxNode): FbxObject[] {
  const [id, name, type] = node.properties;
  if (typeof id !== 'bigint' || typeof name !== 'string' || typeof type !== 'string') return [];
  return [{ id, name: name.split('\0')[0], type, node }];
}

type Place = (x: number, y: number, z: number) => [number, number, number];

/** Takes a point of the file to metres, y up. */
function frameOf(nodes: readonly FbxNode[]): Place {
  const settings = childrenOf(childrenOf(nodes, 'GlobalSettings'), 'Properties70');
  const setting = (name: string, otherwise: number): number => {
    const value = settings.find(({ properties }) => properties[0] === name)?.properties[4];
    return typeof value === 'number' ? value : otherwise;
  };
  const scale = setting('UnitScaleFactor', 1) / CENTIMETRES;
  const upright = setting('UpAxis', Y_UP) === Y_UP;
  return (x, y, z) => (upright ? [scale * x, scale * y, scale * z] : [scale * x, scale * z, -scale * y]);
}

/** The bones that hang together with those that move a mesh, those of them without one above, and the file's frame. */
interface FbxSkeleton {
  readonly limbs: readonly FbxObject[];
  readonly tops: readonly FbxObject[];
  readonly place: Place;
}

/** A mesh in its bind pose; what is wrong with its numbers is added to `findings`. */
function readRig(
  geometry: FbxObject,
  bound: readonly { readonly cluster: FbxObject; readonly limb: FbxObject | undefined }[],
  { limbs, tops, place }: FbxSkeleton,
  findings: Finding[],
): Rig {
  const points = numbersOf(geometry.node, 'Vertices');
  const V = Math.floor(points.length / 3);
  const sums = new Float64Array(V);
  const joints = new Map<bigint, RigJoint>();
  let outOfRange = false;
  for (const { cluster, limb } of bound) {
    const indices = numbersOf(cluster.node, 'Indexes');
    const weights = numbersOf(cluster.node, 'Weights');
    indices.forEach((vertex, i) => {
      if (!(vertex >= 0 && vertex < V)) outOfRange = true;
      else sums[vertex] += weights[i];
    });
    const [x, y, z] = numbersOf(cluster.node, 'TransformLink').slice(12);
    if (limb === undefined) continue;
    const used = weights.some((weight) => weight > 0);
    joints.set(limb.id, { name: limb.name, position: place(x, y, z), used });
  }
  const corners = numbersOf(geometry.node, 'PolygonVertexIndex');
  const faces = triangulate(corners);
  outOfRange ||= faces.some((index) => !(index < V));
  for (const finding of checkNumbers(geometry, points, outOfRange)) findings.push(finding);
  findings.push(...checkWeights(geometry, sums));
  const unbound = limbs
    .filter(({ id }) => !joints.has(id))
    .map(({ name }): RigJoint => ({ name, position: [0, 0, 0], used: false }));
  const vertices = new Float64Array(3 * V);
  const world = bindMatrix(bound[0].cluster);
  for (let i = 0; i < 3 * V; i += 3) {
    vertices.set(place(...transform(world, points[i], points[i + 1], points[i + 2])), i);
  }
  return {
    root: tops[0]?.name ?? geometry.name,
    joints: [...joints.values(), ...unbound],
    tops: tops.map(({ name }) => name),
    nodesAtRest: true,
    vertices,
    faces: outOfRange ? new Uint32Array(0) : Uint32Array.from(faces),
  };
}

/** Where the mesh was bound: a cluster holds the bone's matrix then, and the mesh's seen from the bone. */
function bindMatrix({ node }: FbxObject): mat4 {
  const [bone, mesh] = ['TransformLink', 'Transform'].map((name) => numbersOf(node, name));
  return bone.length === 16 && mesh.length === 16 ? multiply([...bone] as mat4, [...mesh] as mat4) : IDENTITY;
}

/** The numbers of a record's array, not copied; none where there is no such record. */
function numbersOf(node: FbxNode, name: string): Numbers {
  const value: FbxValue | undefined = node.children.find((child) => child.name === name)?.properties[0];
  if (value instanceof BigInt64Array) return Float64Array.from(value, Number);
  return ArrayBuffer.isView(value) ? value : new Float64Array(0);
}

/** Polygons, the last corner of each written as −1 − index, as fans of triangles. */
function triangulate(corners: Numbers): number[] {
  const faces: number[] = [];
  let first = 0;
  for (let last = 0; last < corners.length; last++) {
    if (!(corners[last] < 0)) continue;
    for (let i = first + 2; i <= last; i++) {
      faces.push(corners[first], corners[i - 1], i === last ? -1 - corners[i] : corners[i]);
    }
    first = last + 1;
  }
  return faces;
}

function checkNumbers({ name, node }: FbxObject, points: Numbers, outOfRange: boolean): Finding[] {
  const findings: Finding[] = [];
  const todo = 'Export the file again.';
  if (points.some((value) => !Number.isFinite(value))) {
    findings.push(error('not-finite', `${name} has vertices that are not numbers.`, todo));
  }
  if (outOfRange) {
    findings.push(error('index-out-of-range', `${name} refers to vertices that it does not have.`, todo));
  }
  const layers = (kind: string) => node.children.filter((child) => child.name === kind);
  const normals = layers('LayerElementNormal').flatMap((layer) => checkNormals(numbersOf(layer, 'Normals'), name));
  return [...findings, ...normals, ...layers('LayerElementUV').flatMap((layer) => checkUv(layer, name))];
}

function checkUv(layer: FbxNode, name: string): Finding[] {
  const coordinates = numbersOf(layer, 'UV');
  const findings: Finding[] = [];
  if (!coordinates.every(Number.isFinite)) {
    const what = `${name} has texture coordinates that are not numbers.`;
    findings.push(error('uv-not-finite', what, 'Export the file again from a body whose texture coordinates are.'));
  }
  // −1 stands for a corner without one.
  if (numbersOf(layer, 'UVIndex').some((index) => !(index >= -1 && 2 * index < coordinates.length))) {
    const what = `${name} refers to texture coordinates that it does not have.`;
    findings.push(error('uv-out-of-range', what, 'Export the file again.'));
  }
  return findings;
}

function checkWeights({ name }: FbxObject, sums: Float64Array): Finding[] {
  const { length } = sums.filter((sum) => !(Math.abs(sum - 1) <= WEIGHT_TOLERANCE));
  if (length === 0) return [];
  const what = `the weights of ${length} vertices of ${name} do not sum to one.`;
  return [error('weights-not-normalised', what, 'Scale the weights of each vertex to sum to one.')];
}

function checkCurves(objects: readonly FbxObject[]): Finding[] {
  const curves = objects.filter(({ node }) => node.name === 'AnimationCurve');
  const isSound = ({ node }: FbxObject): boolean => numbersOf(node, 'KeyValueFloat').every(Number.isFinite);
  const spoilt = curves.filter((curve) => !isSound(curve)).length;
  if (spoilt > 0) {
    const what = `${spoilt} of ${curves.length} tracks of the clips have keys that are not numbers.`;
    return [error('not-finite', what, 'Export the file again from a motion whose keys are numbers.')];
  }
  const { length } = curves.filter(({ node }) => numbersOf(node, 'KeyTime').length < 2);
  if (length === 0 || length < curves.length) return [];
  const what = 'no track of the clips has more than one key.';
  return [warning('clip-without-length', what, 'Write two keys, one frame apart: Unity drops clips of no length.')];
}
