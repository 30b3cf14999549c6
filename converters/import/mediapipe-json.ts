import { FitError } from '../../core/error.js';
import { detectionOf, type GivenPerson, type KeypointOptions, keypointFile } from './given-people.js';
import { isFiniteNumber, isRecord } from './json-values.js';
import { isSize, type KeypointFile } from './keypoints-json.js';

/** The names of MediaPipe's results in JavaScript (solutions, tasks) and in Python. */
const LANDMARKS = ['poseLandmarks', 'landmarks', 'pose_landmarks'] as const;
const WORLD_LANDMARKS = ['poseWorldLandmarks', 'worldLandmarks', 'pose_world_landmarks'] as const;

interface Landmark {
  readonly x: number;
  readonly y: number;
  readonly z?: number;
  readonly visibility?: number;
}

/** Whether a document looks like results of MediaPipe's or BlazePose's pose landmarker. */
export const isMediapipe = (root: unknown): boolean => people(root, LANDMARKS).length > 0;

/**
 * Reads the results of MediaPipe's pose landmarker as JSON: one person's list of { x, y, z, visibility }, or one such list
 * a person. x and y are shares of the image's width and height, so the size must be known: from the options, or from
 * `width` and `height` beside the landmarks. World landmarks (metres, hip-centred) go along.
 *
 * @throws FitError bad-input | usage when nobody says how large the image is
 */
export function readMediapipeJson(where: string, root: unknown, options: KeypointOptions): KeypointFile[] {
  const image = isRecord(root) ? (isRecord(root.image) ? root.image : root) : {};
  const size =
    options.imageSize ?? (isSize(image.width) && isSize(image.height) ? ([image.width, image.height] as const) : null);
  if (size === null) {
    const what = 'its points are shares of an image whose size it does not say.';
    throw new FitError('usage', where, what, 'Give --image-size WIDTHxHEIGHT, or the photo.');
  }
  const worlds = people(root, WORLD_LANDMARKS);
  const found = people(root, LANDMARKS).map((landmarks, i) => {
    const world = worlds[i];
    const person: GivenPerson = {
      xy: landmarks.flatMap(({ x, y }) => [x * size[0], y * size[1]]),
      confidence: landmarks.map(({ visibility = 1 }) => visibility),
      ...(world?.length === landmarks.length && { worldLandmarks: world.flatMap(({ x, y, z = 0 }) => [x, y, z]) }),
    };
    return detectionOf(`${where}: person ${i + 1}`, person, 'blazepose33');
  });
  return [keypointFile(found, {}, { ...options, imageSize: size })];
}

/** The lists of landmarks under one of the names: one of landmarks, or one of lists of landmarks. */
function people(root: unknown, names: readonly string[]): Landmark[][] {
  if (!isRecord(root)) return [];
  const list = names.map((name) => root[name]).find(Array.isArray);
  const lists = list?.every(Array.isArray) ? list : [list];
  return lists.filter(isLandmarks);
}

const isLandmarks = (list: unknown): list is Landmark[] =>
  Array.isArray(list) &&
  list.length > 0 &&
  list.every((point) => isRecord(point) && isFiniteNumber(point.x) && isFiniteNumber(point.y));
