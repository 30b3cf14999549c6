import type { Animation, mat4, Node } from '@gltf-transform/core';
import { SMPL_JOINTS } from '../../core/body/joint-sets.js';
import { axisAngleFromRotation, multiplyRotations, transposed } from '../../core/body/rotation.js';
import { uprightFromCamera } from '../../core/body/upright.js';
import { FitError } from '../../core/error.js';
import { flipPoints, flipRotation } from '../../core/frames.js';
import { median } from '../../core/metrics/median.js';
import type { Camera } from '../../core/types.js';
import type { Naming } from '../formats/bone-names.js';
import { expectFrameRate } from '../formats/frame-rate.js';
import { type BodyName, turned } from '../formats/parameters.js';
import { expectPlausible } from '../formats/plausible.js';
import { type Clip, clipOf, multiply } from './glb-pose-clip.js';
import { type PoseExtras, readExtras } from './glb-pose-extras.js';
import { readSkeletons } from './glb-pose-file.js';
import { legLength, metresPerUnit, rotationOf, scaleOf } from './glb-pose-scale.js';
import { type FileSkeleton, findSkeletons, presentParents } from './glb-pose-skeleton.js';
import { type FrameTimes, frameTimes } from './glb-pose-times.js';

/** One person's parameters as a glTF file has them. T frames, J = 24 joints. Camera frame. */
export interface GlbParameters {
  /** B; null in a file that does not tell them. */
  readonly betas: Float64Array | null;
  /** T×J×3, axis-angle, radians. */
  readonly poses: Float64Array;
  /** T×3, metres; of what, `translationOf` tells. */
  readonly translations: Float64Array;
  /**
   * `body`: a posed vertex is LBS(pose, betas) + translation, as everywhere. `pelvis`: where the pelvis joint stands,
   * all that a file without our metadata tells; the joint's rest place in the shape is to be subtracted.
   */
  readonly translationOf: 'body' | 'pelvis';
  /** Frames a second, of a motion. */
  readonly frameRate?: number;
  readonly camera?: Camera;
  /** Pixels: all that is known of a camera whose image nobody knows the size of. */
  readonly focalLength?: number;
  /** Whose names the bones carry. */
  readonly naming: Naming;
  /** The body model behind the mesh, where the file says. */
  readonly body: BodyName | null;
  /** How many people are in the file. */
  readonly people: number;
  /** What was done to the motion to read it, for people to read. */
  readonly notes: readonly string[];
}

export interface GlbPoseOptions {
  /** Counted from 0, in the file's order. */
  readonly person?: number;
  /** Frames a second at which a clip is sampled whose keys are not evenly spaced; without it, the clip's own. */
  readonly frameRate?: number;
  /** What an error calls the bytes. */
  readonly where?: string;
}

const J = SMPL_JOINTS.length;

/**
 * Reads pose and shape back from a .glb (or a .gltf with its data inside) of ours, or of anybody whose bones carry
 * names of ours and were bound in SMPL's T-pose. The pose is what the skin shows, from the clip or, without one, the
 * nodes; how the bones are turned at rest and what stands above them makes no difference:
 *
 *   G_j = W_j·B_j          what skinning does to the rest mesh: W_j the joint's world matrix, B_j its inverse bind
 *   R_j = G_parent⁻¹·G_j   SMPL's local rotation; the pelvis's, turned to the camera frame, is the global orientation
 *
 * Bones may be scaled, all axes alike. A file in the rest pose that names another in its metadata has that one. Betas,
 * camera and the place in front of the camera come from the metadata.
 *
 * @throws FitError bad-input when the bytes are no glTF or its numbers none of a person, unsupported without bones that
 *   we know or with mirrored ones, not-found for a person who is not in it
 */
export async function readGlbParameters(
  bytes: Uint8Array,
  { person = 0, frameRate, where = 'glTF' }: GlbPoseOptions = {},
): Promise<GlbParameters> {
  const file = await openPeople(bytes, where, frameRate);
  const skeleton = file.skeletons[person];
  if (skeleton === undefined) {
    const what = `there is no person ${person}; the file has ${file.skeletons.length}.`;
    throw new FitError('not-found', where, what, 'Count people from 0.');
  }
  return parametersOf(file, skeleton);
}

/**
 * The same of everybody in the file, which is read once, one after the other.
 *
 * @throws FitError bad-input | unsupported
 */
export async function* readGlbPeople(
  bytes: Uint8Array,
  { where, frameRate }: { readonly where: string; readonly frameRate?: number },
): AsyncGenerator<GlbParameters> {
  const file = await openPeople(bytes, where, frameRate);
  for (const skeleton of file.skeletons) yield parametersOf(file, skeleton);
}

interface PeopleFile {
  readonly where: string;
  readonly frameRate: number | undefined;
  readonly animations: readonly Animation[];
  readonly skeletons: readonly FileSkeleton[];
}

async function openPeople(bytes: Uint8Array, where: string, frameRate: number | undefined): Promise<PeopleFile> {
  if (frameRate !== undefined) expectFrameRate(where, frameRate);
  const document = await readSkeletons(bytes, where);
  const animations = document.getRoot().listAnimations();
  return { where, frameRate, animations, skeletons: findSkeletons(document, where) };
}

function parametersOf({ where, frameRate, animations, skeletons }: PeopleFile, skeleton: FileSkeleton): GlbParameters {
  const present = skeleton.joints.filter((node) => node !== null);
  const clip = clipOf(animations, present);
  const frames = framesOf(where, skeleton, clip, frameRate);
  const { notes, ...shown } = readFrames(where, skeleton, clip, frames);
  const extras = readExtras(skeleton.extras, J);
  const { betas, camera, focalLength, body } = extras;
  const movement = (isRest(shown) ? told(extras) : null) ?? placed(asSeen(shown, extras), extras);
  expectPlausible(where, { ...movement, betas: betas ?? new Float64Array(0) });
  return {
    betas,
    ...movement,
    ...(camera !== null && { camera }),
    ...(camera === null && focalLength !== null && { focalLength }),
    naming: skeleton.naming,
    body,
    people: skeletons.length,
    notes: frames.isSampled ? [...notes, sampledNote(frames)] : notes,
  };
}

const sampledNote = ({ times, frameRate }: FrameTimes): string =>
  `the keys of its clip are not evenly spaced: sampled as ${times.length} frames at ${frameRate} a second`;

const unitNote = (leg: number, metres: number): string =>
  `its leg is ${leg.toPrecision(3)} m long: lengths were multiplied by ${Number(metres.toPrecision(4))}`;

type Movement = Pick<GlbParameters, 'poses' | 'translations' | 'frameRate'>;

/** The poses of all frames and the places of the pelvis. */
function readFrames(
  where: string,
  skeleton: FileSkeleton,
  clip: Clip,
  { times, frameRate }: FrameTimes,
): Movement & { readonly notes: readonly string[] } {
  const T = times.length;
  const poses = new Float64Array(T * J * 3);
  const translations = new Float64Array(T * 3);
  const pelvis = skeleton.joints[0] as Node;
  const [legs, scales] = [new Float64Array(T), new Float64Array(T)];
  times.forEach((time, frame) => {
    const world = clip.worldMatrices(time);
    poses.set(poseOf(where, skeleton, world, T > 1 ? time : undefined), 3 * J * frame);
    const place = world.get(pelvis) as mat4;
    translations.set(place.slice(12, 15), 3 * frame);
    legs[frame] = legLength(skeleton.joints, world);
    scales[frame] = Math.hypot(place[0], place[1], place[2]);
  });
  // Of all frames: in some somebody may grow or vanish.
  const leg = median(legs);
  const metres = metresPerUnit(leg, median(scales));
  for (let i = 0; i < translations.length; i++) translations[i] *= metres;
  flipPoints(translations);
  const notes = metres === 1 ? [] : [unitNote(leg, metres)];
  return { poses, translations, ...(frameRate !== null && { frameRate }), notes };
}

/** J×3: what skinning does in one frame, as SMPL's pose. */
function poseOf(where: string, skeleton: FileSkeleton, world: ReadonlyMap<Node, mat4>, time?: number): Float64Array {
  const parents = presentParents(skeleton);
  const G = new Float64Array(9 * J);
  const local = new Float64Array(9);
  const pose = new Float64Array(3 * J);
  skeleton.joints.forEach((node, j) => {
    const bind = skeleton.inverseBind[j];
    if (node === null || bind === null) return; // follows its parent: no rotation of its own
    const m = multiply(world.get(node) as mat4, bind);
    G.set(rotationOf(m, scaleOf(where, node, m, time)), 9 * j);
    if (parents[j] < 0) {
      local.set(G.subarray(9 * j, 9 * j + 9));
      flipRotation(local);
    } else {
      const P = G.subarray(9 * parents[j], 9 * parents[j] + 9);
      multiplyRotations(transposed(P), 0, G, 9 * j, local, 0);
    }
    pose.set(axisAngleFromRotation(local), 3 * j);
  });
  return pose;
}

/** The frames of a clip; one where it only holds a pose, as ours do at two equal keys. */
function framesOf(where: string, { joints }: FileSkeleton, clip: Clip, frameRate?: number): FrameTimes {
  const frames = frameTimes(where, clip.keys, frameRate, clip.isLinear);
  if (!clip.keys.every(({ length }) => length <= 2)) return frames;
  const [first, last] = [frames.times[0], frames.times[frames.times.length - 1]].map(clip.worldMatrices);
  const isHeld = joints.every((node) => {
    const [a, b] = [first.get(node as Node), last.get(node as Node)];
    return a === undefined || b === undefined || a.every((value, i) => value === b[i]);
  });
  return isHeld ? { times: frames.times.slice(0, 1), frameRate: null, isSampled: false } : frames;
}

/** Radians; float32 quaternions of no rotation are off by less. */
const REST_TOLERANCE = 1e-4;

/** Whether all of it is the pose in which the mesh was bound: upright in glTF is half a turn about x for the camera. */
function isRest({ poses }: Movement): boolean {
  if (poses.length !== 3 * J) return false;
  const halfTurn = Math.abs(Math.abs(poses[0]) - Math.PI) < REST_TOLERANCE;
  return halfTurn && poses.subarray(1).every((value) => Math.abs(value) < REST_TOLERANCE);
}

/** The movement before the people were turned upright: from the glTF frame that was, by the one that is. */
function asSeen(movement: Movement, { camera, upright }: PoseExtras): Movement {
  if (!upright || camera?.down === undefined) return movement;
  const back = new Float64Array(9);
  multiplyRotations(transposed(uprightFromCamera(camera.down)), 0, uprightFromCamera(), 0, back, 0);
  return { ...movement, ...turned(movement, [0, 0, 0], back) };
}

type Placed = Movement & Pick<GlbParameters, 'translationOf'>;

/** What the metadata tell of a person whose skeleton stands in the rest pose; null when they tell too little. */
function told({ pose, translation }: PoseExtras): Placed | null {
  if (pose === null || translation === null) return null;
  return { poses: pose, translations: translation, translationOf: 'body' };
}

/** Files move people to the floor: the metadata tell where the first frame was, the skeleton the way from there. */
function placed({ translations, ...movement }: Movement, { translation }: PoseExtras): Placed {
  if (translation === null) return { ...movement, translations, translationOf: 'pelvis' };
  const moved = translations.map((value, i) => value - translations[i % 3] + translation[i % 3]);
  return { ...movement, translations: moved, translationOf: 'body' };
}
