import {
  Accessor,
  type Animation,
  type Buffer,
  Document,
  type GLTF,
  type Material,
  type Mesh,
  type Node,
  type Scene,
  type Skin,
} from '@gltf-transform/core';
import { FitError } from '../../core/error.js';
import type { RiggedBody } from '../../core/types.js';
import type { GltfOptions, PoseMode } from './gltf-options.js';
import { type Bone, boneNames, personSuffix } from './names.js';
import { inverseBindMatrices, restOffsets, surfaceAttributes } from './skin.js';
import { type Substance, type Surface, splitSurfaces } from './surface.js';

/** Unity drops clips of no length: the pose is written at two equal keys, one frame apart. Seconds. */
const KEY_TIMES = Float32Array.of(0, 1 / 30);
const CLIP_NAME = 'Pose';
const CORRECTIVE_NAME = 'PoseCorrective';
const CORRECTIVE_NOTE = 'Corrects the skin for the pose of this file: weight 1 in the pose, 0 at rest.';

/** Plain materials, linear RGB. The skin tone is a middle one; the eye is glossier than the skin. */
const MATERIALS: Readonly<
  Record<Substance, { name: string; color: [number, number, number, number]; roughness: number }>
> = {
  skin: { name: 'Skin', color: [0.5, 0.29, 0.2, 1], roughness: 0.65 },
  sclera: { name: 'Sclera', color: [0.8, 0.78, 0.75, 1], roughness: 0.3 },
  iris: { name: 'Iris', color: [0.12, 0.06, 0.03, 1], roughness: 0.3 },
  pupil: { name: 'Pupil', color: [0.004, 0.004, 0.004, 1], roughness: 0.3 },
};

/** What the people of one document share. */
interface Shared {
  readonly document: Document;
  readonly buffer: Buffer;
  readonly scene: Scene;
  readonly options: Required<Pick<GltfOptions, 'naming' | 'pose'>>;
  readonly materialOf: (substance: Substance) => Material;
  readonly clip: { readonly animation: Animation; readonly times: Accessor } | null;
}

/**
 * A glTF document of one or more people, each a skinned mesh and a skeleton of 25 joints (a root at the origin, then
 * SMPL's 24) at the scene's root, without transforms on the mesh: validators and engines ask for exactly this. One
 * animation poses all people. Bodies stay where they are: call standOnFloor first to put them on the ground.
 *
 * @throws FitError bad-input when there is nobody, usage for an unknown naming
 */
export function riggedDocument(bodies: readonly RiggedBody[], options: GltfOptions = {}): Document {
  const { naming = 'humanoid', pose = 'clip', generator = 'photorig' } = options;
  if (bodies.length === 0) throw new FitError('bad-input', 'toGlb', 'there is no body to write.', 'Give at least one.');
  const document = new Document();
  document.getRoot().getAsset().generator = generator;
  const buffer = document.createBuffer();
  const scene = document.createScene('Scene');
  document.getRoot().setDefaultScene(scene);
  const shared: Shared = {
    document,
    buffer,
    scene,
    options: { naming, pose },
    materialOf: materialLibrary(document),
    clip: pose === 'clip' ? createClip(document, buffer) : null,
  };
  bodies.forEach((body, person) => {
    addPerson(shared, body, personSuffix(person));
  });
  return document;
}

function materialLibrary(document: Document): (substance: Substance) => Material {
  const made = new Map<Substance, Material>();
  return (substance) => {
    const { name, color, roughness } = MATERIALS[substance];
    const material =
      made.get(substance) ??
      document.createMaterial(name).setBaseColorFactor(color).setMetallicFactor(0).setRoughnessFactor(roughness);
    made.set(substance, material);
    return material;
  };
}

function createClip(document: Document, buffer: Buffer): Shared['clip'] {
  const times = document.createAccessor('Key times').setType('SCALAR').setArray(KEY_TIMES.slice()).setBuffer(buffer);
  return { animation: document.createAnimation(CLIP_NAME), times };
}

function addPerson(shared: Shared, body: RiggedBody, suffix: string): void {
  const { document, scene, options, clip } = shared;
  const joints = createSkeleton(shared, body, suffix);
  const mesh = createMesh(shared, body, suffix);
  const node = document.createNode(`Body${suffix}`).setMesh(mesh);
  node.setSkin(createSkin(shared, body, joints, suffix));
  node.setExtras({ photorig: describe(body, options.pose) });
  scene.addChild(joints[0]).addChild(node);
  if (clip !== null) animatePose(shared, clip, body, joints.slice(1), node);
  if (options.pose === 'applied') applyPose(body, joints.slice(1));
}

/** The root and the 24 joints below it, in the order of the skin, in the T-pose. */
function createSkeleton({ document, options }: Shared, body: RiggedBody, suffix: string): Node[] {
  const names = boneNames(options.naming);
  const offsets = restOffsets(body.parents, body.restJoints);
  const nodes = [document.createNode(names.root + suffix)];
  body.jointNames.forEach((joint, j) => {
    const node = document.createNode(names[joint as Bone] + suffix);
    node.setTranslation([offsets[3 * j], offsets[3 * j + 1], offsets[3 * j + 2]]);
    // With the root in front, parent p is node p + 1 and the pelvis's, −1, is the root itself.
    nodes[body.parents[j] + 1].addChild(node);
    nodes.push(node);
  });
  return nodes;
}

function createSkin({ document, buffer }: Shared, body: RiggedBody, joints: readonly Node[], suffix: string): Skin {
  const matrices = inverseBindMatrices(Float32Array.of(0, 0, 0, ...body.restJoints));
  const accessor = document.createAccessor(`Inverse bind matrices${suffix}`).setType('MAT4').setArray(matrices);
  const skin = document.createSkin(`Skeleton${suffix}`).setSkeleton(joints[0]);
  for (const joint of joints) skin.addJoint(joint);
  return skin.setInverseBindMatrices(accessor.setBuffer(buffer));
}

function createMesh(shared: Shared, body: RiggedBody, suffix: string): Mesh {
  const mesh = shared.document.createMesh(`Body${suffix}`);
  for (const surface of splitSurfaces(body)) addPrimitive(shared, mesh, body, surface, suffix);
  if (hasCorrective(body, shared.options.pose)) {
    mesh.setWeights([shared.options.pose === 'applied' ? 1 : 0]).setExtras({ targetNames: [CORRECTIVE_NAME] });
  }
  return mesh;
}

const hasCorrective = (body: RiggedBody, pose: PoseMode): boolean => body.poseCorrective !== null && pose !== 'rest';

function addPrimitive(shared: Shared, mesh: Mesh, body: RiggedBody, surface: Surface, suffix: string): void {
  const { document, buffer, options, materialOf } = shared;
  const { position, normal, poseCorrective, joints, weights } = surfaceAttributes(body, surface);
  const { name } = MATERIALS[surface.substance];
  const accessor = (
    kind: string,
    type: GLTF.AccessorType,
    array: Float32Array | Uint8Array | Uint16Array | Uint32Array,
  ) => document.createAccessor(`${name} ${kind}${suffix}`).setType(type).setArray(array).setBuffer(buffer);

  const N = surface.vertices.length;
  // 65,535 itself restarts a strip and may not be an index.
  const indices = N <= 65_535 ? Uint16Array.from(surface.indices) : surface.indices;
  const primitive = document
    .createPrimitive()
    .setMaterial(materialOf(surface.substance))
    .setIndices(accessor('faces', Accessor.Type.SCALAR, indices))
    .setAttribute('POSITION', accessor('positions', Accessor.Type.VEC3, position))
    .setAttribute('NORMAL', accessor('normals', Accessor.Type.VEC3, normal))
    .setAttribute('JOINTS_0', accessor('joints', Accessor.Type.VEC4, joints))
    .setAttribute('WEIGHTS_0', accessor('weights', Accessor.Type.VEC4, weights));
  if (surface.uv !== null) primitive.setAttribute('TEXCOORD_0', accessor('uv', Accessor.Type.VEC2, surface.uv));
  if (poseCorrective !== null && hasCorrective(body, options.pose)) {
    const displacement = accessor('pose corrective', Accessor.Type.VEC3, poseCorrective);
    primitive.addTarget(document.createPrimitiveTarget(CORRECTIVE_NAME).setAttribute('POSITION', displacement));
  }
  mesh.addPrimitive(primitive);
}

/** Every joint's rotation, the pelvis's place and the corrective's weight, the same at both keys. */
function animatePose(
  { document, buffer }: Shared,
  { animation, times }: NonNullable<Shared['clip']>,
  body: RiggedBody,
  joints: readonly Node[],
  mesh: Node,
): void {
  const hold = (
    node: Node,
    path: GLTF.AnimationChannelTargetPath,
    type: GLTF.AccessorType,
    value: ArrayLike<number>,
  ) => {
    const output = document.createAccessor(`${node.getName()} ${path}`).setType(type);
    output.setArray(Float32Array.of(...Array.from(value), ...Array.from(value))).setBuffer(buffer);
    const sampler = document.createAnimationSampler().setInput(times).setOutput(output);
    animation.addSampler(sampler);
    animation.addChannel(document.createAnimationChannel().setTargetNode(node).setTargetPath(path).setSampler(sampler));
  };
  hold(joints[0], 'translation', Accessor.Type.VEC3, body.rootPosition);
  joints.forEach((joint, j) => {
    hold(joint, 'rotation', Accessor.Type.VEC4, body.rotations.subarray(4 * j, 4 * j + 4));
  });
  if (body.poseCorrective !== null) hold(mesh, 'weights', Accessor.Type.SCALAR, [1]);
}

function applyPose(body: RiggedBody, joints: readonly Node[]): void {
  const [x, y, z] = body.rootPosition;
  joints[0].setTranslation([x, y, z]);
  joints.forEach((joint, j) => {
    const [qx, qy, qz, qw] = body.rotations.subarray(4 * j, 4 * j + 4);
    joint.setRotation([qx, qy, qz, qw]);
  });
}

/** What the mesh node's extras say: whose body this is and the parameters that give it back. */
function describe(body: RiggedBody, pose: PoseMode): Record<string, unknown> {
  const { bodyName, bodySha256, bodyLicence, betas, pose: axisAngles, translation, camera } = body.metadata;
  return {
    body: { name: bodyName, sha256: bodySha256, licence: bodyLicence },
    betas,
    pose: axisAngles,
    translation,
    ...(camera === null ? {} : { camera }),
    ...(hasCorrective(body, pose) ? { morphTargets: { [CORRECTIVE_NAME]: CORRECTIVE_NOTE } } : {}),
  };
}
