import type * as THREE from 'three';
import { posedVertices } from '../../core/body/posed-body.js';
import { localQuaternions } from '../../core/body/rigged-body.js';
import type { Skeleton } from '../../core/body/skeleton.js';
import { turnUpright, uprightTurn } from '../../core/body/upright.js';
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

/** The avatars of a picture's people, by their ids. */
export function avatarsOf(scene: THREE.Scene, picture: string): Map<number, THREE.Object3D> {
  const avatars = new Map<number, THREE.Object3D>();
  for (const child of scene.children) {
    const owner = child.userData?.[KEY] as Partial<Owner> | undefined;
    // Of copies that the editor makes of an avatar, the first counts.
    if (owner?.picture === picture && owner.id !== undefined && !avatars.has(owner.id)) {
      avatars.set(owner.id, child);
    }
  }
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

/**
 * Where a body, as its camera saw it, goes in the scene.
 *
 * On a plane: the camera is put before it where the plane fills the view, and the scene before the camera is scaled so
 * that the body's farthest point touches the plane; seen from there the body covers the person exactly. Without a
 * plane: true size, on the floor, upright where the camera knows how things fall.
 */
export function placementOf(THREE: Three, body: RiggedBody, fit: Fit, plane: THREE.Mesh | null): THREE.Matrix4 {
  const { camera } = fit;
  if (plane === null) {
    const [lowest] = extent(turnUpright(body));
    const turn = new THREE.Quaternion(...uprightTurn(camera.down));
    return new THREE.Matrix4().compose(new THREE.Vector3(0, -lowest, 0), turn, new THREE.Vector3(1, 1, 1));
  }
  const [, farthest] = extent(body);

  plane.updateWorldMatrix(true, false);
  plane.geometry.computeBoundingBox();
  const size = new THREE.Vector3();
  const centre = new THREE.Vector3();
  plane.geometry.boundingBox?.getSize(size);
  plane.geometry.boundingBox?.getCenter(centre);
  const scale = new THREE.Vector3().setFromMatrixScale(plane.matrixWorld);
  // A pixel is `pixel` metres of the plane; its height decides, as it does for three's cameras.
  const pixel = (size.y * scale.y) / camera.height;
  const distance = camera.focalLength * pixel;
  const aside = new THREE.Vector3(
    (camera.principalPoint[0] - camera.width / 2) * pixel,
    (camera.height / 2 - camera.principalPoint[1]) * pixel,
    distance,
  );
  const middle = centre.applyMatrix4(plane.matrixWorld);
  const turn = new THREE.Quaternion().setFromRotationMatrix(new THREE.Matrix4().extractRotation(plane.matrixWorld));
  const shrink = distance / Math.max(farthest, 1e-3);
  return new THREE.Matrix4().compose(
    aside.applyQuaternion(turn).add(middle),
    turn,
    new THREE.Vector3(shrink, shrink, shrink),
  );
}

/** The lowest y and the largest distance along −z of the posed vertices, metres. */
function extent(body: RiggedBody): readonly [number, number] {
  const vertices = posedVertices(body);
  let lowest = Number.POSITIVE_INFINITY;
  let farthest = 0;
  for (let i = 0; i < vertices.length; i += 3) {
    lowest = Math.min(lowest, vertices[i + 1]);
    farthest = Math.max(farthest, -vertices[i + 2]);
  }
  return [lowest, farthest];
}
