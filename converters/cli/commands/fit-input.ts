import { FitError } from '../../../core/error.js';
import type { DepthSide, LimbJoint } from '../../../core/fit/depth-order.js';
import { expectOneTilt, type PeopleOptions } from '../../../core/fit/fit-people.js';
import type { Watch } from '../../../core/fit/fitter.js';
import type { Image } from '../../../core/types.js';
import type { FitResult } from '../../export/fit-json.js';
import type { KeypointOptions } from '../../import/given-people.js';
import type { KeypointFile } from '../../import/keypoints-json.js';
import { readKeypoints } from '../../import/read-keypoints.js';
import { photoOf, withNamedPhoto, withReadPhoto } from '../named-photo.js';
import { readBytes } from '../node-files.js';
import { type Photo, readImage } from '../node-image.js';
import { SIZE_GUESSED } from '../options.js';
import type { Say } from '../run-jobs.js';
import type { Session } from '../session.js';
import { warnOverruled } from '../unused-options.js';
import { focalChoice, type PhotoOptions } from './photo-options.js';

type TiltOptions = Pick<PeopleOptions, 'pitch' | 'upright'>;

/** What `fit` needs to know of its input besides its name. */
export interface FitInputOptions
  extends PhotoOptions,
    KeypointOptions,
    Pick<PeopleOptions, 'height' | 'weight' | 'pitch' | 'upright'> {
  readonly keypoints?: string;
  /** Joints that are nearer to the camera than the ones above them on the limb, and farther ones. */
  readonly nearer?: readonly LimbJoint[];
  readonly farther?: readonly LimbJoint[];
  /** Told how the fit of each person (from 0) goes on. */
  readonly watch?: (person: number) => Watch;
  /** --with-photo: keypoints that name no photo are refused. */
  readonly needsPhoto?: boolean;
  /** Reads a photo that is an input itself; default: readImage. */
  readonly read?: (file: string) => Promise<Photo>;
}

/** Keypoint files by their name; everything else is taken for a photo. */
export const isKeypointFile = (file: string): boolean => /\.(json|npz|npy)$/i.test(file);

/**
 * Fits the people of one input: a photo, a photo and its keypoint file, or a keypoint file alone.
 *
 * @param wantsPhoto whether the pixels of the photo that a keypoint file names are wanted, too: they change no fit
 * @returns what was fitted, and the photo where there is one
 */
export async function fitInput(
  input: string,
  session: Session,
  options: FitInputOptions,
  wantsPhoto: boolean,
  say: Say,
): Promise<{ result: FitResult; photo: Image | null }> {
  const { person, at, box, height, weight, watch } = options;
  const known = {
    ...(height !== undefined && { height }),
    ...(weight !== undefined && { weight }),
    ...tiltChoice(options),
  };
  const choice = {
    ...focalChoice(options),
    ...(person !== undefined && { person }),
    ...(watch && { watch }),
    ...depthsOf(options),
    ...known,
  };
  const isKeypoints = isKeypointFile(input);
  const keypointFile = isKeypoints ? input : options.keypoints;
  if (keypointFile === undefined) {
    const photo = await (options.read ?? readImage)(input);
    say(`${input}: looking for people in ${photo.width} x ${photo.height} pixels`);
    tellFrames(input, photo, say);
    const place = { ...(at && { at }), ...(box && { box }) };
    return { result: await session.fitImage(input, photo, { ...choice, ...place }), photo };
  }
  const given = oneImage(keypointFile, readKeypoints(keypointFile, await readBytes(keypointFile), options));
  warnOverruled(given, options, (line) => say(`${keypointFile}: ${line}`));
  const photoPath = isKeypoints ? photoOf(input, given) : input;
  if (photoPath === null && options.needsPhoto) {
    const todo = `Give the photo, and --keypoints ${input} with it.`;
    throw new FitError('usage', '--with-photo', `${input} does not say which photo it is of.`, todo);
  }
  // The keypoints are enough to fit; their photo is only drawn on.
  const pixels =
    photoPath === null || (isKeypoints && !wantsPhoto) ? null : await withReadPhoto(keypointFile, given, photoPath);
  const { file, photo } = pixels ?? (await withNamedPhoto(keypointFile, given));
  if (file.isSizeGuessed && file.people.length > 0) say(`${input}: ${SIZE_GUESSED}`);
  return { result: await session.fitKeypoints(photoPath ?? input, file, choice, photo), photo: pixels?.photo ?? null };
}

/** Says that an animation has more than the frame that is looked at. */
export function tellFrames(input: string, { frameCount }: Photo, say: Say): void {
  if (frameCount === undefined) return;
  say(`${input}: only the first of ${frameCount} frames is read; photorig fit --sequence reads them all`);
}

/**
 * What the options say of the camera's tilt.
 *
 * @throws FitError usage when they say it twice
 */
export function tiltChoice({ pitch, upright }: TiltOptions): TiltOptions {
  const tilt = { ...(pitch !== undefined && { pitch }), ...(upright !== undefined && { upright }) };
  expectOneTilt(tilt, '--');
  return tilt;
}

/**
 * Refuses what only a fit could heed, of a file whose people are fitted.
 *
 * @throws FitError usage
 */
export function expectUnfitted(
  file: string,
  options: Pick<PeopleOptions, 'height' | 'weight' | 'pitch' | 'upright'>,
): void {
  const given = (['height', 'weight', 'pitch', 'upright'] as const).find((name) => options[name] !== undefined);
  if (given === undefined) return;
  const what = `the people in ${file} have already been fitted.`;
  throw new FitError('usage', `--${given}`, what, 'Give it with a photo or keypoints.');
}

/**
 * What the options say of the depth of limbs.
 *
 * @throws FitError usage for a joint that is said to be on both sides
 */
export function depthsOf({ nearer = [], farther = [] }: FitInputOptions): Pick<PeopleOptions, 'depths'> {
  const both = nearer.find((joint) => farther.includes(joint));
  if (both !== undefined) {
    throw new FitError(
      'usage',
      '--nearer and --farther',
      `${both} cannot be both nearer and farther.`,
      'Name it in only one of them.',
    );
  }
  if (nearer.length + farther.length === 0) return {};
  const sides = (joints: readonly LimbJoint[], side: DepthSide) => joints.map((joint) => [joint, side] as const);
  return { depths: Object.fromEntries([...sides(nearer, 'nearer'), ...sides(farther, 'farther')]) };
}

/** @throws FitError usage when the file holds several images */
function oneImage(where: string, images: readonly KeypointFile[]): KeypointFile {
  if (images.length === 1) return images[0];
  const todo = 'Choose one with --index, or fit them all with photorig convert.';
  throw new FitError('usage', where, `it holds the keypoints of ${images.length} images.`, todo);
}
