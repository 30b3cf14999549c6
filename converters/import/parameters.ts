import { axisAngleFromRotation, multiplyRotations, rotationFromAxisAngle } from '../../core/body/rotation.js';
import { shapeBody } from '../../core/body/shape.js';
import type { BodyModel, Camera, Fit } from '../../core/types.js';

export type Gender = 'female' | 'male' | 'neutral';

/** One person's shape and movement, as result files hold them. T frames (1 for a photo), J = 24 joints. Camera frame. */
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
  readonly gender?: Gender;
}

/** The axis that points up in a file that knows no camera: z in AMASS, y in glTF and SMPL's rest pose. */
export type UpAxis = 'y' | 'z';

/** Parameters in an upright frame, y or z up, as motion files have them. Everything else as in Parameters. */
export interface UprightParameters extends Parameters {
  readonly up: UpAxis;
}

/** Parameters as some file has them, which only a body brings to the camera frame (toCameraFrame). */
export interface StoredParameters extends Parameters {
  /** The frame, where it is not the camera's. */
  readonly up?: UpAxis;
  /** `pelvis`: the translations are where the pelvis joint stands; else a posed vertex is LBS + translation. */
  readonly translationOf?: 'body' | 'pelvis';
}

/**
 * The turn about x that takes the camera frame (y down, z forward) to an upright one, as (cosine, sine): half a turn
 * for y up, a quarter back for z up. Exact, so that a way there and back ends where it began.
 */
const TURN: Readonly<Record<UpAxis, readonly [number, number]>> = { y: [-1, 0], z: [0, -1] };

/**
 * From the camera frame to an upright one. With A the turn about x, a vertex A·(R₀(v − J₀) + J₀ + t) has the global
 * orientation A·R₀ and, since that turns about the pelvis J₀, the translation A·(J₀ + t) − J₀.
 *
 * @param pelvis 3, metres: joint 0 of the rest body in this shape
 */
export function toUpright(parameters: Parameters, pelvis: ArrayLike<number>, up: UpAxis): UprightParameters {
  const [cosine, sine] = TURN[up];
  return { ...parameters, ...turned(parameters, pelvis, cosine, sine), up };
}

/** The inverse of toUpright. */
export function fromUpright({ up, ...parameters }: UprightParameters, pelvis: ArrayLike<number>): Parameters {
  const [cosine, sine] = TURN[up];
  return { ...parameters, ...turned(parameters, pelvis, cosine, -sine) };
}

function turned(
  { poses, translations }: Parameters,
  pelvis: ArrayLike<number>,
  cosine: number,
  sine: number,
): Pick<Parameters, 'poses' | 'translations'> {
  const A = Float64Array.of(1, 0, 0, 0, cosine, -sine, 0, sine, cosine);
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

    const t = 3 * frame;
    const y = pelvis[1] + translations[t + 1];
    const z = pelvis[2] + translations[t + 2];
    out.translations[t + 1] = cosine * y - sine * z - pelvis[1];
    out.translations[t + 2] = sine * y + cosine * z - pelvis[2];
  }
  return out;
}

/** Stored parameters of a body in the camera frame; betas that it lacks are left out. */
export function toCameraFrame(stored: StoredParameters, model: BodyModel): Parameters {
  const { up, translationOf = 'body', ...rest } = stored;
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
