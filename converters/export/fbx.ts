import type { AnimationClip, BufferGeometry, Object3D } from 'three';
import { expectChoice, FitError } from '../../core/error.js';
import type { RiggedBody } from '../../core/types.js';
import { type Naming, personSuffix } from '../formats/bone-names.js';
import { clipName, STILL_RATE } from './clip-keys.js';
import { expectBodies } from './expect-bodies.js';
import { type FbxCurves, refineCurves } from './fbx-curves.js';
import { POSE_MODES, type PoseMode } from './gltf-options.js';
import type { EncodedImage, SkinTexture } from './skin-texture.js';
import type { Three } from './three.js';
import { type ThreeObjects, threeObjects } from './three-objects.js';

/**
 * Y up, facing +z, x to the left: Maya's frame, which every reader turns into its own. The writer names the direction
 * that a viewer looks in, not the one the body faces: with +z it would face backwards in Blender. FBX counts in
 * centimetres: 100 of them a unit make our metres metres in every reader.
 */
const FRAME = { axisUp: 'Y', axisForward: '-Z', unitScale: 100 } as const;
/** Metres. */
const HAIR = 1e-5;

export interface FbxOptions {
  readonly naming?: Naming;
  /** As in a GLB, but for `applied`: FBX's bones stand in the bind pose. */
  readonly pose?: Exclude<PoseMode, 'applied'>;
  /**
   * Pictures or colour of the skin; painted bodies must have gone through withSkinAtlas. FBX holds the colours only.
   */
  readonly skin?: SkinTexture;
  /** What the file says made it. */
  readonly generator?: string;
}

/**
 * Writes people as one binary FBX 7.4 file: metres, y up, each a mesh with skin, bind pose and a skeleton of 25 bones,
 * the pose as a clip "Pose" or all frames of a motion as "Motion", and the pose correctives, which a motion lacks, as a
 * morph target. The same bodies and options give the same bytes. three.js and the FBX writer load on the first call.
 *
 * @throws FitError bad-input when there is nobody, usage for an option that there is not, unsupported for `applied`
 */
export async function toFbx(bodies: readonly RiggedBody[], options: FbxOptions = {}): Promise<Uint8Array> {
  const { naming = 'humanoid', pose = 'clip', skin, generator = 'photorig' } = options;
  expectBodies('toFbx', bodies);
  expectChoice<PoseMode>('pose', pose, POSE_MODES);
  if ((pose as PoseMode) === 'applied') {
    const what = 'FBX stores bones in their bind pose, so a pose cannot be applied to them.';
    throw new FitError('unsupported', 'toFbx', what, 'Write the pose as a clip.');
  }
  const [THREE, { FBXExporter }] = await Promise.all([import('three'), import('@comfyorg/fbx-exporter-three')]);
  const people = bodies.map((body, person) =>
    threeObjects(THREE, body, { naming, pose, person, ...(skin && { skin }) }),
  );
  const scene = new THREE.Scene();
  people.forEach((objects, person) => {
    scene.add(...placesOf(THREE, objects, people.length > 1 ? `Avatar${personSuffix(person)}` : null));
  });
  people.forEach(({ mesh }, person) => {
    mesh.userData.photorig = JSON.stringify(describe(bodies[person], pose));
  });
  for (const objects of people) setRootBack(objects);
  for (const { mesh } of people) {
    raiseTexels(mesh.geometry);
    // FBX's colours are sRGB, three's linear, and the writer writes what it finds.
    for (const material of mesh.material) material.color.convertLinearToSRGB();
  }
  if (skin?.albedo) paintMaterials(THREE, people);
  const clip = new THREE.AnimationClip(
    clipName(bodies),
    -1,
    people.flatMap((objects) => objects.clip.tracks),
  );
  numberAll(scene, clip);
  // A single pose's two keys lie on whole frames, too.
  const rate = Math.max(...bodies.map(({ motion }) => motion?.frameRate ?? 0)) || STILL_RATE;
  const quaternions = new Map(people.flatMap(rotationsOf));
  const exporter = new FBXExporter().register((plan: FbxCurves & FbxPictures) => {
    restoreNames(scene);
    refineCurves(plan, rate, quaternions);
    if (skin?.albedo) embedPicture(plan, skin.albedo);
  });
  const animations = pose === 'clip' ? [clip] : [];
  return exporter.parseSync(scene, { ...FRAME, fps: rate, animations, customProperties: true, creator: generator });
}

/**
 * What hangs on the scene for a person. Of one alone root bone and mesh: Unreal would take a group for a bone above the
 * root. Of several each skeleton in a group of its own, called `name`: of skeletons side by side Blender makes one armature.
 */
function placesOf(THREE: Three, { mesh, skeleton }: ThreeObjects, name: string | null): Object3D[] {
  if (name === null) return [skeleton.bones[0], mesh];
  const group = new THREE.Group().add(skeleton.bones[0]);
  group.name = name;
  return [group, mesh];
}

/** The part of the writer's plan that holds pictures. */
interface FbxPictures {
  readonly textures?: {
    readonly textures: ReadonlyMap<unknown, { imageBytes: Uint8Array | null; extension: string; fileName: string }>;
  };
}

/** The bones that the clip turns, each with its keys. */
function rotationsOf({ skeleton, clip }: ThreeObjects): [Object3D, ArrayLike<number>][] {
  return skeleton.bones.flatMap((bone) => {
    const track = clip.tracks.find(({ name }) => name === `${bone.name}.quaternion`);
    return track === undefined ? [] : [[bone, track.values] as [Object3D, ArrayLike<number>]];
  });
}

/** FBX counts v from the bottom of the picture, glTF from its top. In place. */
function raiseTexels({ attributes: { uv } }: BufferGeometry): void {
  if (uv !== undefined) for (let i = 0; i < uv.count; i++) uv.setY(i, 1 - uv.getY(i));
}

/**
 * Gives all materials a texture in whose place embedPicture puts the encoded picture: the writer encodes pixels only.
 */
function paintMaterials(THREE: Three, people: readonly ThreeObjects[]): void {
  const texture = new THREE.DataTexture(new Uint8Array(4).fill(255), 1, 1);
  texture.name = 'Skin';
  texture.uuid = 'photorig-skin';
  for (const { mesh } of people) for (const material of mesh.material) material.map = texture;
}

function embedPicture({ textures }: FbxPictures, { bytes, mimeType }: EncodedImage): void {
  const extension = mimeType === 'image/jpeg' ? 'jpg' : 'png';
  for (const entry of textures?.textures.values() ?? []) {
    Object.assign(entry, { imageBytes: bytes, extension, fileName: `Skin.${extension}` });
  }
}

/**
 * Moves the root bone back by a hair and leaves all others where they are, in place. Blender joins a bone to its parent
 * where it sits exactly at the parent's tip, as the hips do straight above the root, and a joined bone cannot move: the
 * hips would lose their translation (tried with 3.4).
 */
function setRootBack({ skeleton, clip }: ThreeObjects): void {
  const [root, hips] = skeleton.bones;
  root.position.z -= HAIR;
  hips.position.z += HAIR;
  skeleton.boneInverses[0].elements[14] += HAIR;
  const places = clip.tracks[0].values;
  for (let i = 2; i < places.length; i += 3) places[i] += HAIR;
}

/**
 * The writer derives its identifiers from three.js's random ones: counted ones make the file reproducible. In place.
 */
function numberAll(scene: Object3D, clip: AnimationClip): void {
  let count = 0;
  const number = (thing: { uuid: string }): void => {
    thing.uuid = `photorig-${count++}`;
  };
  number(clip);
  scene.traverse((object) => {
    number(object);
    if (!('geometry' in object && 'material' in object)) return;
    number(object.geometry as { uuid: string });
    for (const material of [object.material].flat()) number(material as { uuid: string });
  });
}

/** Gives bones their full names back once the writer has found the tracks that move them, in place. */
function restoreNames(scene: Object3D): void {
  scene.traverse((object) => {
    const { name, ...rest } = object.userData as { name?: string };
    object.name = name ?? object.name;
    object.userData = rest;
  });
}

/** The mesh's property "photorig": whose body this is, and what became of the correctives. */
function describe({ metadata, motion, poseCorrective }: RiggedBody, pose: PoseMode): Record<string, unknown> {
  const { bodyName, bodySha256, bodyLicence, betas } = metadata;
  const carried = pose !== 'rest' && poseCorrective !== null;
  return {
    body: { name: bodyName, sha256: bodySha256, licence: bodyLicence },
    betas,
    ...(motion !== undefined && { frameRate: motion.frameRate }),
    correctives: carried ? 'morph target PoseCorrective: weight 1 in the pose, 0 at rest' : 'dropped',
  };
}
