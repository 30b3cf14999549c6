import type * as THREE from 'three';
import { INFLUENCES } from '../../core/body/rigged-body.js';
import { FitError } from '../../core/error.js';
import type { RiggedBody } from '../../core/types.js';
import { type Bone, boneNames, type Naming, personSuffix } from '../formats/bone-names.js';
import { clipKeys, clipName, jointRotations } from './clip-keys.js';
import type { PoseMode } from './gltf-options.js';
import { inverseBindMatrices, restOffsets, skinJointsUnderRoot } from './skin.js';
import type { SkinTexture } from './skin-texture.js';
import { splitSurfaces } from './surface.js';
import type { Three } from './three.js';
import { threeMaterials } from './three-objects-materials.js';

const CORRECTIVE_NAME = 'PoseCorrective';
const MATRIX = 16;

export interface ThreeObjectsOptions {
  readonly naming?: Naming;
  /** As in a GLB. In `rest` there is no morph target; the clip exists in all three. */
  readonly pose?: PoseMode;
  /** Colour of the skin, or that it is painted: the host loads the pictures. */
  readonly skin?: SkinTexture;
  /** Counts from 0; names of the second person's objects end in _2, and so on. */
  readonly person?: number;
}

/** A body as three.js holds it. N vertices: the body's, split at the texture's seams and between materials. */
export interface ThreeObjects {
  /** Holds the root bone and the mesh. Yours to move. */
  readonly root: THREE.Group;
  /** One geometry with a group and a material for skin and each part of the eyes. */
  readonly mesh: THREE.SkinnedMesh<THREE.BufferGeometry, THREE.MeshStandardMaterial[]>;
  /** 25 bones: a root at the origin, then SMPL's joints. */
  readonly skeleton: THREE.Skeleton;
  /** "Pose", the pose held for 1/30 s, or "Motion", all frames of the body's motion. */
  readonly clip: THREE.AnimationClip;
  /** N: the body's vertex behind each. */
  readonly vertices: Uint32Array;
  readonly pose: PoseMode;
}

/**
 * A skinned mesh, a skeleton and a clip of a body, the same as toGlb writes. Pose correctives are a morph target.
 *
 * @param THREE the host's three.js
 * @throws FitError usage for an unknown naming
 */
export function threeObjects(THREE: Three, body: RiggedBody, options: ThreeObjectsOptions = {}): ThreeObjects {
  const { naming = 'humanoid', pose = 'clip', person = 0, skin } = options;
  const suffix = personSuffix(person);
  const { geometry, vertices, materials } = createGeometry(THREE, body, pose, skin);
  const mesh = new THREE.SkinnedMesh(geometry, materials);
  mesh.name = `Body${suffix}`;
  const bones = createBones(THREE, body, naming, suffix);
  const inverses = bones.map(() => new THREE.Matrix4());
  const skeleton = new THREE.Skeleton(bones, inverses);
  mesh.bind(skeleton, new THREE.Matrix4());
  const root = new THREE.Group();
  root.name = `Person${suffix}`;
  root.add(bones[0], mesh);
  const clip = new THREE.AnimationClip(clipName([body]), -1, createTracks(THREE, body, mesh, bones));
  root.animations = [clip];
  const objects: ThreeObjects = { root, mesh, skeleton, clip, vertices, pose };
  updateThreeObjects(objects, body);
  return objects;
}

/** The geometry with its attributes still to be filled, which `updateThreeObjects` does. */
function createGeometry(THREE: Three, body: RiggedBody, pose: PoseMode, skin: SkinTexture | undefined) {
  const surfaces = splitSurfaces(body);
  const vertices = Uint32Array.from(surfaces.flatMap((surface) => Array.from(surface.vertices)));
  const N = vertices.length;
  const geometry = new THREE.BufferGeometry();
  const attribute = (width: number): THREE.BufferAttribute =>
    new THREE.BufferAttribute(new Float32Array(width * N), width);
  geometry.setAttribute('position', attribute(3));
  geometry.setAttribute('normal', attribute(3));
  geometry.setAttribute('skinIndex', new THREE.BufferAttribute(new Uint8Array(INFLUENCES * N), INFLUENCES));
  geometry.setAttribute('skinWeight', attribute(INFLUENCES));
  if (body.uv !== null) {
    const uv = Float32Array.from(surfaces.flatMap((surface) => Array.from(surface.uv ?? [])));
    geometry.setAttribute('uv', new THREE.BufferAttribute(uv, 2));
  }
  if (pose !== 'rest' && body.poseCorrective !== null) {
    const corrective = attribute(3);
    corrective.name = CORRECTIVE_NAME;
    geometry.morphAttributes.position = [corrective];
    geometry.morphTargetsRelative = true;
  }
  const indices: number[] = [];
  let first = 0;
  surfaces.forEach((surface, slot) => {
    geometry.addGroup(indices.length, surface.indices.length, slot);
    for (const index of surface.indices) indices.push(first + index);
    first += surface.vertices.length;
  });
  geometry.setIndex(indices);
  const materials = threeMaterials(
    THREE,
    surfaces.map(({ substance }) => substance),
    skin,
  );
  return { geometry, vertices, materials };
}

/** The root and the joints below it. three.js's clips cannot address colons: `userData.name` keeps the full name. */
function createBones(THREE: Three, body: RiggedBody, naming: Naming, suffix: string): THREE.Bone[] {
  const names = boneNames(naming);
  const bones = (['root', ...body.jointNames] as Bone[]).map((joint) => {
    const bone = new THREE.Bone();
    const name = names[joint] + suffix;
    bone.name = THREE.PropertyBinding.sanitizeNodeName(name);
    if (bone.name !== name) bone.userData.name = name;
    return bone;
  });
  // With the root in front, parent p is bone p + 1 and the pelvis's, −1, is the root itself.
  body.parents.forEach((parent, j) => {
    bones[parent + 1].add(bones[j + 1]);
  });
  return bones;
}

function createTracks(
  THREE: Three,
  body: RiggedBody,
  mesh: THREE.SkinnedMesh,
  [, hips, ...bones]: readonly THREE.Bone[],
): THREE.KeyframeTrack[] {
  const keys = clipKeys(body);
  const { times } = keys;
  const rotation = (bone: THREE.Bone, j: number): THREE.KeyframeTrack =>
    new THREE.QuaternionKeyframeTrack(`${bone.name}.quaternion`, times, jointRotations(keys, j));
  const tracks = [
    new THREE.VectorKeyframeTrack(`${hips.name}.position`, times, keys.rootPositions.slice()),
    ...[hips, ...bones].map(rotation),
  ];
  if (mesh.geometry.morphAttributes.position !== undefined) {
    const weights = new Float32Array(times.length).fill(1);
    tracks.push(new THREE.NumberKeyframeTrack(`${mesh.name}.morphTargetInfluences`, times, weights));
  }
  return tracks;
}

/**
 * Gives objects made by `threeObjects` another shape, pose or place without making them anew: geometry, rest bones,
 * inverse bind matrices, the corrective and the clip's values change in place. Actions that play the clip go on; a
 * motion of another length needs a new clip action.
 *
 * @throws FitError usage when the body has another mesh than the one the objects were made of
 */
export function updateThreeObjects(objects: ThreeObjects, body: RiggedBody): void {
  const { mesh, vertices, skeleton, clip, pose } = objects;
  const { geometry } = mesh;
  const corrective = geometry.morphAttributes.position?.[0];
  expectSameMesh(objects, body);
  fillRows(geometry.getAttribute('position') as THREE.BufferAttribute, body.restVertices, vertices);
  fillRows(geometry.getAttribute('normal') as THREE.BufferAttribute, body.normals, vertices);
  fillRows(geometry.getAttribute('skinIndex') as THREE.BufferAttribute, skinJointsUnderRoot(body), vertices);
  fillRows(geometry.getAttribute('skinWeight') as THREE.BufferAttribute, body.skinWeights, vertices);
  if (corrective !== undefined && body.poseCorrective !== null)
    fillRows(corrective as THREE.BufferAttribute, body.poseCorrective, vertices);
  // The bounds that three.js keeps belong to the old shape and pose; it computes them again when they are missing.
  geometry.boundingBox = null;
  geometry.boundingSphere = null;
  Object.assign(mesh, { boundingBox: null, boundingSphere: null }); // its types know no null

  updateSkeleton(skeleton, body);
  if (pose === 'applied') {
    applyPose(body, skeleton.bones);
    mesh.morphTargetInfluences?.fill(1);
  }
  updateClip(clip, body);
}

/**
 * Moves the rest pose. Rotations, and hips that have left their rest, belong to whoever plays the clip: three.js's
 * mixer writes only what changes from one frame to the next and would not repair them.
 */
function updateSkeleton({ bones, boneInverses }: THREE.Skeleton, body: RiggedBody): void {
  const offsets = restOffsets(body.parents, body.restJoints);
  const inverses = inverseBindMatrices(Float32Array.of(0, 0, 0, ...body.restJoints));
  const [, hips, ...others] = bones;
  const [x, y, z] = boneInverses[1].elements.slice(12).map((value) => -value);
  if (hips.position.x === x && hips.position.y === y && hips.position.z === z) hips.position.fromArray(offsets);
  others.forEach((bone, j) => {
    bone.position.fromArray(offsets, 3 * (j + 1));
  });
  boneInverses.forEach((matrix, b) => {
    matrix.fromArray(inverses, MATRIX * b);
  });
}

function applyPose(body: RiggedBody, [, ...bones]: readonly THREE.Bone[]): void {
  bones[0].position.fromArray(body.rootPosition);
  bones.forEach((bone, j) => {
    bone.quaternion.fromArray(body.rotations, 4 * j);
  });
}

/** Writes the body's frames into the clip's tracks, which come in createTracks's order. */
function updateClip(clip: THREE.AnimationClip, body: RiggedBody): void {
  const keys = clipKeys(body);
  clip.tracks.forEach((track, i) => {
    let values = new Float32Array(keys.times.length).fill(1);
    if (i === 0) values = Float32Array.from(keys.rootPositions);
    else if (i <= body.jointNames.length) values = jointRotations(keys, i - 1) as Float32Array<ArrayBuffer>;
    setKeys(track, keys.times, values);
  });
  clip.resetDuration();
}

/** Playing actions hold on to a track's arrays: they are overwritten where the length allows it. */
function setKeys(track: THREE.KeyframeTrack, times: Float32Array, values: Float32Array): void {
  if (track.times.length !== times.length) {
    track.times = times.slice();
    track.values = values;
    return;
  }
  track.times.set(times);
  track.values.set(values);
}

function expectSameMesh({ mesh: { geometry }, vertices }: ThreeObjects, body: RiggedBody): void {
  const V = body.restVertices.length / 3;
  const highest = vertices.reduce((a, b) => Math.max(a, b), 0);
  const morph = geometry.morphAttributes.position !== undefined;
  if (geometry.index?.count === body.faces.length && highest < V && (!morph || body.poseCorrective !== null)) return;
  const what = `this body has ${V} vertices and ${body.faces.length / 3} triangles, unlike the objects.`;
  throw new FitError('usage', 'updateThreeObjects', what, 'Make new objects from it.');
}

/** Copies rows `rows` of `source` into the attribute, in place. */
function fillRows(attribute: THREE.BufferAttribute, source: ArrayLike<number>, rows: Uint32Array): void {
  const { array, itemSize } = attribute;
  for (let i = 0; i < rows.length; i++) {
    for (let k = 0; k < itemSize; k++) array[itemSize * i + k] = source[itemSize * rows[i] + k];
  }
  attribute.needsUpdate = true;
}
