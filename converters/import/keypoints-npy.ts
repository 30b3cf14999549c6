import { FitError } from '../../core/error.js';
import { type NpyArray, readNpy } from '../../models/npy.js';
import { detectionOfGiven, type GivenPerson, type KeypointOptions, keypointFile } from './given-people.js';
import { isKeypointCount, layoutOf } from './keypoint-layouts.js';
import type { KeypointFile } from './keypoints-json.js';

/** An image a person: more than LSP's extended set has. */
const MAX_IMAGES = 100_000;

/**
 * Reads keypoints of one person from a .npy array, as Convolutional Pose Machines are saved: K×2, or K×3 with
 * confidence, or either with rows for columns; 14 points in the order of LSP or CPM are told apart by their places.
 *
 * @throws FitError bad-input | unsupported
 */
export function readKeypointsNpy(where: string, bytes: Uint8Array, options: KeypointOptions): KeypointFile[] {
  return peopleOfArray(where, readNpy(where, bytes), options);
}

/**
 * The images of an array with one person each: K×2|3, 2|3×K, N×K×2|3 or 2+×K×N. The last two can look alike ((5, 14,
 * 3)): `imagesLast` decides for est_joints' way.
 */
export function peopleOfArray(
  where: string,
  array: NpyArray,
  options: KeypointOptions,
  imagesLast = false,
): KeypointFile[] {
  const axes = axesOf(array.shape, imagesLast);
  if (axes === null) {
    const what = `an array of shape (${array.shape}) is not a known form of keypoints.`;
    throw new FitError('bad-input', where, what, 'Give an array of shape (14,2), (2,14), (5,14,N) or similar.');
  }
  const people = Array.from({ length: axes.images }, (_, image) => personAt(array.data, axes, image));
  if (people.length === 0) return [];
  const layout = layoutOf(
    where,
    people.map(({ xy }) => xy),
    options.layout,
  );
  return people.map((person) => keypointFile([detectionOfGiven(where, person, layout)], {}, options));
}

/** How many there are of each, and how far apart in the flat array. */
interface Axes {
  readonly images: number;
  readonly keypoints: number;
  readonly hasConfidence: boolean;
  readonly strides: { readonly image: number; readonly keypoint: number; readonly coordinate: number };
}

function axesOf(shape: readonly number[], imagesLast: boolean): Axes | null {
  const [a, b, c] = shape;
  const isPoint = (n: number): boolean => n === 2 || n === 3;
  if (shape.length === 2 && isKeypointCount(a) && isPoint(b)) {
    return { images: 1, keypoints: a, hasConfidence: b === 3, strides: { image: 0, keypoint: b, coordinate: 1 } };
  }
  if (shape.length === 2 && isPoint(a) && isKeypointCount(b)) {
    return { images: 1, keypoints: b, hasConfidence: a === 3, strides: { image: 0, keypoint: 1, coordinate: b } };
  }
  if (shape.length !== 3) return null;
  if (!imagesLast && isKeypointCount(b) && isPoint(c) && a <= MAX_IMAGES) {
    return { images: a, keypoints: b, hasConfidence: c === 3, strides: { image: b * c, keypoint: c, coordinate: 1 } };
  }
  if (a >= 2 && isKeypointCount(b) && c >= 1 && c <= MAX_IMAGES) {
    return { images: c, keypoints: b, hasConfidence: a > 2, strides: { image: 1, keypoint: c, coordinate: b * c } };
  }
  return null;
}

function personAt(data: ArrayLike<number>, { keypoints, hasConfidence, strides }: Axes, image: number): GivenPerson {
  const at = (k: number, coordinate: number): number =>
    data[image * strides.image + k * strides.keypoint + coordinate * strides.coordinate];
  const ks = Array.from({ length: keypoints }, (_, k) => k);
  return {
    xy: ks.flatMap((k) => [at(k, 0), at(k, 1)]),
    confidence: ks.map((k) => (hasConfidence ? at(k, 2) : 1)),
  };
}
