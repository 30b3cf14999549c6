import type * as THREE from 'three';
import { localQuaternions } from '../../core/body/rigged-body.js';
import type { Skeleton } from '../../core/body/skeleton.js';
import { flipPoints } from '../../core/frames.js';
import type { Fit, RiggedBody } from '../../core/types.js';
import { type AvatarSkin, createAvatar, type Three } from '../three/index.js';
import { snapshotFromJson, snapshotToJson } from '../workbench/snapshot.js';
import { indexOf, type Options, type Person, type WorkbenchState } from '../workbench/state.js';

/** Where an avatar keeps the person that it was made of, as JSON: the editor saves it with the scene. */
const KEY = 'photorig';

/** Whose avatar it is: a person of a picture, each opening of which has a name of its own. */
export interface Owner {
  readonly picture: string;
  /** Of the person. */
  readonly id: number;
}

/** What an avatar is made of. */
export interface AvatarParts {
  readonly body: RiggedBody;
  /** Null: plain colours. */
  readonly skin: AvatarSkin | null;
  /** In the scene. */
  readonly placement: THREE.Matrix4;
}

/** A posed avatar that remembers its person and the tone of its skin. */
export function avatarObject(
  THREE: Three,
  { body, skin, placement }: AvatarParts,
  state: WorkbenchState,
  { picture, id }: Owner,
): THREE.Object3D {
  const { object } = createAvatar(THREE, body, skin === null ? {} : { skin });
  const index = indexOf(state, id);
  object.name = `Person ${index + 1}`;
  object.applyMatrix4(placement);
  const alone: WorkbenchState = { ...state, people: [state.people[index]], chosen: 0 };
  object.userData[KEY] = { picture, id, snapshot: snapshotToJson(alone), skin: skin?.texture.tone ?? null };
  return object;
}

/** What an avatar remembers. */
export interface Memory {
  readonly person: Person;
  /** Of the fit. */
  readonly options: Options;
}

/**
 * What the object remembers; null when it is no avatar.
 *
 * @throws FitError bad-input for an avatar whose memory is damaged: a scene file may come from anywhere
 */
export function memoryOf(object: THREE.Object3D): Memory | null {
  const data = object.userData?.[KEY] as { snapshot?: unknown } | undefined;
  if (data === undefined) return null;
  const { people, options } = snapshotFromJson(object.name, data.snapshot);
  return people[0] === undefined ? null : { person: people[0], options };
}

/** The tone of the object's skin, as its memory has it: from a scene file it may be any text; null for plain colours. */
export function rememberedTone(object: THREE.Object3D): string | null {
  const tone = (object.userData?.[KEY] as { skin?: unknown } | undefined)?.skin;
  return typeof tone === 'string' ? tone : null;
}

/**
 * The avatars of a picture's people, by their ids, wherever in the scene they hang.
 *
 * @param known the uuid of a person's avatar as far as is known: of copies that the editor makes, that one counts, else the first
 */
export function avatarsOf(
  scene: THREE.Scene,
  picture: string,
  known: (id: number) => string | undefined,
): Map<number, THREE.Object3D> {
  const avatars = new Map<number, THREE.Object3D>();
  scene.traverse((object) => {
    const owner = object.userData?.[KEY] as Partial<Owner> | undefined;
    if (owner?.picture !== picture || owner.id === undefined) return;
    if (!avatars.has(owner.id) || object.uuid === known(owner.id)) avatars.set(owner.id, object);
  });
  return avatars;
}

/** Turns an avatar's bones as a fit says, in place: a preview, without shape and correctives. */
export function poseBones(avatar: THREE.Object3D, skeleton: Skeleton, fit: Fit): void {
  const mesh = avatar.children.find((child) => (child as THREE.SkinnedMesh).isSkinnedMesh) as
    | THREE.SkinnedMesh
    | undefined;
  if (mesh === undefined) return;
  const [, ...bones] = mesh.skeleton.bones;
  const rotations = localQuaternions(fit.pose, skeleton.jointCount);
  bones.forEach((bone, j) => {
    bone.quaternion.fromArray(rotations, 4 * j);
  });
  bones[0].position.fromArray(pelvisOf(skeleton, fit));
}

/** Where the pelvis joint stands: J_0(β) + translation, 3, glTF frame. */
function pelvisOf({ joints, jointShapeDirs, betaCount: B }: Skeleton, { betas, translation }: Fit): Float32Array {
  const pelvis = Float32Array.from(translation, (t, axis) => {
    let sum = t + joints[axis];
    for (let b = 0; b < B; b++) sum += jointShapeDirs[axis * B + b] * betas[b];
    return sum;
  });
  flipPoints(pelvis);
  return pelvis;
}
