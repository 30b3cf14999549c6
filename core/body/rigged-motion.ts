import { expectFinite, expectLength, FitError } from '../error.js';
import { flipPoints } from '../frames.js';
import type { BodyModel, Camera, RiggedBody } from '../types.js';
import { localQuaternions, rigBody } from './rigged-body.js';

/** The numbers of a body that moves. T frames, at least one. */
export interface MotionParameters {
  readonly betas: ArrayLike<number>;
  /** T×J×3, axis-angle, camera frame. */
  readonly poses: ArrayLike<number>;
  /** T×3, metres, camera frame. */
  readonly translations: ArrayLike<number>;
  readonly camera?: Camera;
  /** Pixels, where the size of the image is not known. */
  readonly focalLength?: number;
  /** Poses of an upright frame, as readBvh and readParameters give them, go through toCameraFrame first. */
  readonly up?: never;
}

/**
 * Rigs a body with the frames of a sequence: what rigBody does, of every frame. The pose and the metadata are those of
 * the first frame.
 *
 * The pose correctives are left out (`poseCorrective` is null): a mesh of their own for each frame is more than files
 * and engines bear, and without them the skin of our neutral body is off by little: 0.5 mm on average (95 % within
 * 2.7 mm, worst 21 mm) in a step of walking, 0.8 mm (6.6, 22) running, 1.2 mm (8.5, 33 in the groin) sitting.
 *
 * @param frameRate frames a second
 * @throws FitError bad-input when shapes disagree or numbers are none, usage for another frame or no frame rate
 */
export function rigMotion(model: BodyModel, parameters: MotionParameters, frameRate: number): RiggedBody {
  const { betas, poses, translations, camera, focalLength } = parameters;
  const J = model.parents.length;
  const T = expectMotion(J, parameters, frameRate);

  const first = { betas, pose: take(poses, 0, 3 * J), translation: take(translations, 0, 3) };
  const seen = { ...(camera && { camera }), ...(focalLength !== undefined && { focalLength }) };
  const body = rigBody(model, { ...first, ...seen });

  const rotations = new Float32Array(T * J * 4);
  const rootPositions = new Float32Array(3 * T);
  for (let t = 0; t < T; t++) {
    const quaternions = localQuaternions(poses, J, 3 * J * t);
    if (t > 0) keepSides(quaternions, rotations.subarray(4 * J * (t - 1), 4 * J * t));
    rotations.set(quaternions, 4 * J * t);
    const way = Float64Array.from(first.translation, (value, axis) => translations[3 * t + axis] - value);
    flipPoints(way);
    for (let axis = 0; axis < 3; axis++) rootPositions[3 * t + axis] = body.rootPosition[axis] + way[axis];
  }
  return { ...body, poseCorrective: null, motion: { frameRate, rotations, rootPositions } };
}

/** The number of frames. @throws FitError as rigMotion does */
function expectMotion(J: number, parameters: MotionParameters, frameRate: number): number {
  const { poses, translations } = parameters;
  const T = translations.length / 3;
  if (!(Number.isInteger(T) && T > 0)) {
    const what = `translations has ${translations.length} numbers, expected three a frame.`;
    throw new FitError('bad-input', 'rigMotion', what, 'Give at least one frame.');
  }
  expectLength('rigMotion', 'poses', poses, T * J * 3);
  expectFinite('rigMotion', 'poses', poses);
  expectFinite('rigMotion', 'translations', translations);
  const { up }: { readonly up?: unknown } = parameters;
  if (up !== undefined) {
    const what = `the poses are of an upright frame, ${up} up.`;
    throw new FitError('usage', 'rigMotion', what, 'Bring them to the camera frame first: toCameraFrame.');
  }
  if (!(frameRate > 0 && Number.isFinite(frameRate))) {
    throw new FitError('usage', 'frame rate', `${frameRate} is not a frame rate.`, 'Give a number above zero.');
  }
  return T;
}

const take = (values: ArrayLike<number>, from: number, count: number): Float64Array =>
  Float64Array.from({ length: count }, (_, i) => values[from + i]);

/** q and −q are one rotation, but between them lies a full turn: each quaternion takes its predecessor's side, in place. */
function keepSides(quaternions: Float32Array, previous: Float32Array): void {
  for (let j = 0; j < quaternions.length; j += 4) {
    let dot = 0;
    for (let k = j; k < j + 4; k++) dot += quaternions[k] * previous[k];
    if (dot < 0) for (let k = j; k < j + 4; k++) quaternions[k] = -quaternions[k];
  }
}
