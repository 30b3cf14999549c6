import { isFocalLength } from '../../core/camera/pinhole.js';
import { FitError } from '../../core/error.js';
import type { ArraySource } from '../../models/array-source.js';
import { cameraFromArrays } from '../formats/camera-arrays.js';
import { show } from '../formats/json-values.js';
import { INPUT_UPS, type InputUp, type StoredParameters, UP_AXES, type UpAxis } from '../formats/parameters.js';
import { hasFrameRate, hasPose, resultArrays } from './pose-arrays.js';
import { isInFrontOfCamera } from './smplify-pickle.js';
import { translationsOf } from './translations.js';

/** WHAM has each motion twice: `pose` and `trans` before the camera, and these in a world with y up. */
const WORLD = { pose: 'pose_world', translation: 'trans_world' } as const;
const TRANSLATIONS = ['trans', 'transl', 'smpl_trans'];

/** What an option says of a motion file, where the file itself is wrong or silent. */
export interface MotionOptions {
  readonly up?: InputUp;
  /** Frames a second: the file's own is then not looked at. */
  readonly frameRate?: number;
}

/**
 * Whether these are arrays of a motion: a pose and nothing that says it was seen by a camera. A `pose` alone, without a
 * translation or a rate, is taken for a result of SMPLify.
 */
export const isAmass = (source: ArraySource): boolean =>
  hasPose(source) &&
  !isInFrontOfCamera(source) &&
  (!source.has('pose') || source.has('poses') || TRANSLATIONS.some(source.has) || hasFrameRate(source));

/**
 * Reads a motion as AMASS has it: poses (T,72), (T,156) of SMPL-H or (T,165) of SMPL-X, of which the 22 joints of the
 * body are used, trans (T,3), betas, gender, mocap_framerate; also pose, global_orient and body_pose, transl and fps as
 * others call them, smpl_poses and smpl_trans of AIST++ (y up, its translations to be divided by smpl_scaling),
 * pose_world and trans_world of WHAM (y up). AMASS has z up; a file that says `up_axis`, as ours do, or `up` decides
 * otherwise.
 *
 * @throws FitError bad-input
 */
export function readAmassNpz(where: string, source: ArraySource, { up, frameRate }: MotionOptions): StoredParameters {
  const arrays = resultArrays(where, source);
  const inWorld = up !== 'camera' && source.has(WORLD.pose) && source.has(WORLD.translation);
  const { poses, frames } = arrays.poses(inWorld ? WORLD.pose : undefined);
  const names = inWorld ? [WORLD.translation] : TRANSLATIONS;
  const { translations, notes } = translationsOf(source, arrays, names, frames);
  if (names.find(source.has) === 'smpl_trans') {
    const scale = arrays.number(['smpl_scaling']) ?? 1;
    translations.forEach((value, i) => {
      translations[i] = value / scale;
    });
  }
  const rate = frameRate ?? arrays.frameRate();
  const gender = arrays.gender();
  return {
    betas: arrays.betas(),
    poses,
    translations,
    ...(rate !== undefined && { frameRate: rate }),
    ...(gender !== undefined && { gender }),
    ...ownCamera(source, arrays.number),
    ...(notes.length > 0 && { notes }),
    ...(up !== 'camera' && { up: up ?? (inWorld ? 'y' : upAxisOf(where, source)) }),
  };
}

/** @throws FitError bad-input for a word that is no axis we know: a wrong guess lays everybody down */
function upAxisOf(where: string, source: ArraySource): UpAxis {
  if (!source.has('up_axis')) return source.has('smpl_poses') ? 'y' : 'z';
  const told = source.strings('up_axis')?.[0];
  const up = UP_AXES.find((axis) => axis === told?.trim().toLowerCase());
  if (up !== undefined) return up;
  const what = `its up_axis is ${told === undefined ? 'no text' : show(told)}, not ${UP_AXES.join(' or ')}.`;
  throw new FitError('bad-input', where, what, `Give --input-up ${INPUT_UPS.join(', ')}.`);
}

/** What our files know of the camera. In those of others `f` and `image_size` may mean anything. */
function ownCamera(
  source: ArraySource,
  number: (names: readonly string[]) => number | undefined,
): Pick<StoredParameters, 'camera' | 'focalLength'> {
  if (!source.has('up_axis') && !source.has('camera_down')) return {};
  const focalLength = number(['f']);
  const camera = cameraFromArrays(source, focalLength);
  if (camera !== undefined) return { camera };
  return isFocalLength(focalLength) ? { focalLength } : {};
}
