import {
  axisAngleFromRotation,
  multiplyRotations,
  rotationFromAxisAngle,
  transposed,
} from '../../core/body/rotation.js';
import { shapeBody } from '../../core/body/shape.js';
import { uprightFromCamera } from '../../core/body/upright.js';
import type { BodyModel, Camera, Fit } from '../../core/types.js';
import type { BodyGender } from '../../models/gendered-body.js';

/**
 * One person's shape and movement, as result files hold them. T frames (1 for a photo), J = 24 joints. Camera frame.
 */
export interface Parameters {
  /** B. */
  readonly betas: Float64Array;
  /** T×J×3, axis-angle, radians; joint 0 is the global orientation. */
  readonly poses: Float64Array;
  /** T×3, metres: a posed vertex is LBS(pose, betas) + translation. */
  readonly translations: Float64Array;
  /** Frames a second; absent where the file is of a photo or does not say. */
  readonly frameRate?: number;
  readonly camera?: Camera;
  /** Pixels: all that a file knows of its camera that does not say how large the image is. */
  readonly focalLength?: number;
  readonly gender?: BodyGender;
}

/** The axis that points up in a file that knows no camera: z in AMASS, y in glTF and SMPL's rest pose. */
export const UP_AXES = ['y', 'z'] as const;
export type UpAxis = (typeof UP_AXES)[number];

/** What is up in a file that is read: an axis, or nothing, when it is in the camera frame. */
export const INPUT_UPS = [...UP_AXES, 'camera'] as const;
export type InputUp = (typeof INPUT_UPS)[number];

/** Parameters in an upright frame, y or z up, as motion files have them. Everything else as in Parameters. */
export interface UprightParameters extends Parameters {
  readonly up: UpAxis;
}

/** The body model that a file says its betas are of. */
export interface BodyName {
  readonly name: string;
  /** Of its file, hexadecimal; empty where nobody knows. */
  readonly sha256: string;
}

/** Parameters as some file has them, which only a body brings to the camera frame (toCameraFrame). */
export interface StoredParameters extends Parameters {
  /** The frame, where it is not the camera's. */
  readonly up?: UpAxis;
  /** `pelvis`: the translations are where the pelvis joint stands; else a posed vertex is LBS + translation. */
  readonly translationOf?: 'body' | 'pelvis';
  /** Whose betas these are, where the file says. */
  readonly body?: BodyName;
  /** What the reader had to guess, for people to read. */
  readonly notes?: readonly string[];
}

/** From y up to another axis. */
const FROM_Y: Readonly<Record<UpAxis, Float64Array>> = {
  y: Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1),
  z: Float64Array.of(1, 0, 0, 0, 0, -1, 0, 1, 0),
};

/**
 * From the camera frame to an upright one, by what the camera says of the way things fall: else it is taken to be
 * level. With A that rotation, a vertex A·(R₀(v − J₀) + J₀ + t) has the global orientation A·R₀ and, since that turns
 * about the pelvis J₀, the translation A·(J₀ + t) − J₀.
 *
 * @param pelvis 3, metres: joint 0 of the rest body in this shape
 */
export function toUpright(parameters: Parameters, pelvis: ArrayLike<number>, up: UpAxis): UprightParameters {
  return { ...parameters, ...turned(parameters, pelvis, uprightAxes(up, parameters.camera)), up };
}

/** The inverse of toUpright. */
export function fromUpright({ up, ...parameters }: UprightParameters, pelvis: ArrayLike<number>): Parameters {
  return { ...parameters, ...turned(parameters, pelvis, transposed(uprightAxes(up, parameters.camera))) };
}

function uprightAxes(up: UpAxis, camera: Camera | undefined): Float64Array {
  const A = new Float64Array(9);
  multiplyRotations(FROM_Y[up], 0, uprightFromCamera(camera?.down), 0, A, 0);
  return A;
}

/**
 * Poses and places after a rotation of the frame.
 *
 * @param pelvis 3, metres: what the translations are relative to, as toUpright has it
 * @param A 3×3
 */
export function turned(
  { poses, translations }: Pick<Parameters, 'poses' | 'translations'>,
  pelvis: ArrayLike<number>,
  A: Float64Array,
): Pick<Parameters, 'poses' | 'translations'> {
  const T = translations.length / 3;
  const stride = poses.length / T;
  const out = { poses: poses.slice(), translations: translations.slice() };
  const R = new Float64Array(9);
  const product = new Float64Array(9);
  for (let frame = 0; frame < T; frame++) {
    const root = frame * stride;
    rotationFromAxisAngle(poses[root], poses[root + 1], poses[root + 2], R);
    multiplyRotations(A, 0, R, 0, product, 0);
    out.poses.set(axisAngleFromRotation(product), root);

    const place = [0, 1, 2].map((axis) => pelvis[axis] + translations[3 * frame + axis]);
    for (let i = 0; i < 3; i++) {
      const value = A[3 * i] * place[0] + A[3 * i + 1] * place[1] + A[3 * i + 2] * place[2];
      out.translations[3 * frame + i] = value - pelvis[i];
    }
  }
  return out;
}

/** Stored parameters of a body in the camera frame; betas that it lacks are left out. */
export function toCameraFrame(stored: StoredParameters, model: BodyModel): Parameters {
  const { up, translationOf = 'body', body, notes, ...rest } = stored;
  const betas = rest.betas.slice(0, model.betaCount);
  const pelvis = restPelvis(model, betas);
  const translations =
    translationOf === 'pelvis' ? rest.translations.map((value, i) => value - pelvis[i % 3]) : rest.translations;
  const parameters = { ...rest, betas, translations };
  return up === undefined ? parameters : fromUpright({ ...parameters, up }, pelvis);
}

/** 3, metres: joint 0 of the rest body in a shape. Betas that the body lacks are left out. */
export const restPelvis = (model: BodyModel, betas: Float64Array): Float64Array =>
  shapeBody(model, betas.subarray(0, model.betaCount)).joints.slice(0, 3);

/** The parameters of one fitted person. */
export const parametersOfFit = ({ betas, pose, translation, camera }: Fit): Parameters => ({
  betas,
  poses: pose,
  translations: translation,
  camera,
});
