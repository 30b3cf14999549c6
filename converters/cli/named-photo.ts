import path from 'node:path';
import { FitError } from '../../core/error.js';
import type { Image } from '../../core/types.js';
import type { KeypointFile } from '../import/keypoints-json.js';
import { type PhotoHeader, readImage, readPhotoHeader } from './node-image.js';

/** Keypoints, and what is known of the picture that they were found in. */
export interface SeenKeypoints {
  /** Of the photo's size where the file itself does not say it. */
  readonly file: KeypointFile;
  /** Whose focal length counts where the file has none; empty where there is no photo. */
  readonly photo: Pick<Image, 'focalLength'>;
}

/** Where the photo of a keypoint file is, null where it names none: the path is relative to the file. */
export const photoOf = (keypointFile: string, { imagePath }: KeypointFile): string | null =>
  imagePath ? path.resolve(path.dirname(keypointFile), imagePath) : null;

/**
 * Keypoints with what the photo that they name says of its camera. Whether it is also drawn on makes no difference: only
 * its header is read, and one that is not there, or is not of the size that the file states, says nothing.
 */
export async function withNamedPhoto(keypointFile: string, given: KeypointFile): Promise<SeenKeypoints> {
  const photo = photoOf(keypointFile, given);
  return withPhoto(given, photo === null ? null : await readPhotoHeader(photo));
}

/**
 * The same, with the pixels of a photo to draw on.
 *
 * @param photo its path
 * @throws FitError as readImage does; bad-input for a photo of another size than the keypoints are for
 */
export async function withReadPhoto(
  keypointFile: string,
  given: KeypointFile,
  photo: string,
): Promise<SeenKeypoints & { readonly photo: Image }> {
  const image = await readImage(photo);
  const { file } = withPhoto(given, image);
  if (!isOfSize(file, image)) {
    const what = `it is for ${file.width} x ${file.height} pixels, but the photo has ${image.width} x ${image.height}.`;
    throw new FitError('bad-input', keypointFile, what, 'Give the photo that the keypoints were found in.');
  }
  return { file, photo: image };
}

function withPhoto(given: KeypointFile, photo: PhotoHeader | null): SeenKeypoints {
  if (photo === null) return { file: given, photo: {} };
  const { isSizeGuessed, ...stated } = given;
  const { width, height } = photo;
  const file = isSizeGuessed ? { ...stated, width, height } : given;
  return { file, photo: isOfSize(file, photo) ? photo : {} };
}

const isOfSize = (file: KeypointFile, { width, height }: PhotoHeader): boolean =>
  file.width === width && file.height === height;
