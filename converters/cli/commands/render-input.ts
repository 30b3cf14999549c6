import { cameraFor, isFocalLength } from '../../../core/camera/pinhole.js';
import { FitError } from '../../../core/error.js';
import type { BodyModel, Camera, Image } from '../../../core/types.js';
import { isArrays, openArrays } from '../../../models/array-source.js';
import { largest } from '../../../models/extremes.js';
import type { Figure } from '../../export/exporters.js';
import { parametersOfFit } from '../../formats/parameters.js';
import { resultArrays } from '../../import/pose-arrays.js';
import { kindOfFile } from '../../import/read-parameters.js';
import type { BodyChoice } from '../choose-body.js';
import { readBytes } from '../node-files.js';
import { readImage } from '../node-image.js';
import type { Say } from '../run-jobs.js';
import { sceneOfParameters } from '../scenes.js';
import type { Session } from '../session.js';
import { warnUnusedForKind } from '../unused-options.js';
import { describeFit } from './describe-fit.js';
import { expectUnfitted, type FitInputOptions, fitInput, isKeypointFile } from './fit-input.js';
import { focalChoice } from './photo-options.js';

/** What is known of an input besides its name. */
export interface RenderInputOptions extends FitInputOptions, BodyChoice {
  /** The photo of a keypoint or result file. */
  readonly photo?: string;
}

/** What inputs are opened with, each once. */
export interface RenderModels {
  body(nameOrPath: string): Promise<BodyModel>;
  session(): Promise<Session>;
}

/** People in front of a camera. */
export interface RenderInput {
  readonly figures: readonly Figure[];
  /** null when there is nobody, and nothing says what the camera was. */
  readonly camera: Camera | null;
  readonly photo: Image | null;
  /** The photo's file, where there is one. */
  readonly photoPath: string | null;
}

/** Result and keypoint files by their name; everything else is taken for a photo. */
export const isDataFile = (file: string): boolean => /\.(json|npz|npy|pkl|pickle|glb|gltf|vrm|bvh)$/i.test(file);

/**
 * Reads one input: the people of a result file as they are; those of a photo or keypoint file are fitted first.
 *
 * @param wantsPhoto whether the pixels of the photo that a keypoint file names are wanted, too: they change no fit
 */
export async function renderInput(
  input: string,
  models: RenderModels,
  options: RenderInputOptions,
  wantsPhoto: boolean,
  say: Say,
): Promise<RenderInput> {
  const bytes = isDataFile(input) ? await readBytes(input) : null;
  const kind = bytes === null ? 'photo' : kindOfFile(input, bytes);
  if (kind === 'body') {
    throw new FitError('unsupported', input, 'this is a body without a pose.', 'Give a photo, a fit or keypoints.');
  }
  if (kind === 'parameters' && bytes !== null) return resultInput(input, bytes, models, options, say);
  if (kind === 'keypoints' && !isKeypointFile(input)) {
    throw new FitError('bad-input', input, 'it holds no poses.', 'Give a photo, a fit or keypoints.');
  }
  // A keypoint file and its photo are the same, whichever of them is called the input.
  const { photo: photoPath } = options;
  const isPaired = kind === 'keypoints' && photoPath !== undefined;
  const [name, known] = isPaired ? [photoPath, { ...options, keypoints: input }] : [input, options];
  const { result, photo } = await fitInput(name, await models.session(), known, wantsPhoto, say);
  const { body: model, people, camera, image } = result;
  if (people.length > 0) for (const line of describeFit(result)) say(`${input}: ${line}`);
  const figures = people.map(({ fit }) => ({ parameters: parametersOfFit(fit), model }));
  return { figures, camera, photo, photoPath: image.path };
}

/** The people of a result file, one pose each. */
async function resultInput(
  input: string,
  bytes: Uint8Array,
  { body }: RenderModels,
  options: RenderInputOptions,
  say: Say,
): Promise<RenderInput> {
  expectUnfitted(input, options);
  const { layout, index } = options;
  warnUnusedForKind({ layout, index }, 'parameters', (line) => say(`${input}: ${line}`));
  const { figures, notes = [], bodyNotes = [] } = await sceneOfParameters(input, bytes, body, options);
  for (const line of [...notes, ...bodyNotes]) say(`${input}: ${line}`);
  const frames = largest(
    figures.map(({ parameters }) => parameters.translations.length / 3),
    0,
  );
  if (frames > 1) {
    const what = `it is a motion of ${frames} frames, but a picture shows only one.`;
    throw new FitError('unsupported', input, what, 'Give the fit of one photo.');
  }
  const photo = options.photo === undefined ? null : await readImage(options.photo);
  const camera = figures.length === 0 ? null : resultCamera(input, bytes, figures[0], photo, options);
  const fitted = figures[0]?.parameters.camera?.focalLength;
  if (camera !== null && fitted !== undefined && camera.focalLength !== fitted) {
    say(`${input}: warning: fitted with a focal length of ${fitted.toFixed(0)} px: maps of another are off the photo`);
  }
  return { figures, camera, photo, photoPath: options.photo ?? null };
}

/** The camera of a result: that of the file; the options' and the photo's word for what the file does not say. */
function resultCamera(
  input: string,
  bytes: Uint8Array,
  { parameters: { camera } }: Figure,
  photo: Image | null,
  options: RenderInputOptions,
): Camera {
  if (camera !== undefined && photo !== null) expectSameSize(input, camera, photo);
  const [width, height] = options.imageSize ?? [];
  const size = camera ?? photo ?? (width !== undefined && height !== undefined ? { width, height } : undefined);
  if (size === undefined) {
    const what = 'it does not say how large its photo is.';
    throw new FitError('usage', input, what, 'Give the photo with --photo, or --image-size.');
  }
  const choice = focalChoice(options);
  const isChosen = choice.focalLength !== undefined || choice.verticalFov !== undefined;
  if (camera !== undefined && !isChosen) return camera;
  const focalLength = isChosen ? undefined : storedFocalLength(input, bytes);
  if (!isChosen && focalLength === undefined) {
    const what = 'it does not say which focal length it was fitted with.';
    throw new FitError('usage', input, what, 'Give the focal length with --focal (SMPLify used 5000) or --fov.');
  }
  const made = cameraFor(
    { width: size.width, height: size.height },
    focalLength === undefined ? choice : { focalLength },
  ).camera;
  return camera === undefined ? made : { ...made, principalPoint: camera.principalPoint };
}

/** @throws FitError bad-input */
function expectSameSize(input: string, camera: Camera, photo: Image): void {
  if (photo.width === camera.width && photo.height === camera.height) return;
  const what = `it is for ${camera.width} x ${camera.height} pixels, but the photo has ${photo.width} x ${photo.height}.`;
  throw new FitError('bad-input', input, what, 'Give the photo that was fitted.');
}

/** Of a result of SMPLify, which knows its focal length and not the size of its picture. */
function storedFocalLength(input: string, bytes: Uint8Array): number | undefined {
  if (!isArrays(bytes)) return undefined;
  const stored = resultArrays(input, openArrays(input, bytes)).number(['f', 'focal_length']);
  return isFocalLength(stored) ? stored : undefined;
}
