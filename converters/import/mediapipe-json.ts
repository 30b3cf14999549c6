import { FitError } from '../../core/error.js';
import { isFiniteNumber, isRecord } from '../formats/json-values.js';
import { isSize } from '../formats/plausible.js';
import { detectionOfGiven, type GivenPerson, type KeypointOptions, keypointFile } from './given-people.js';
import type { KeypointFile } from './keypoints-json.js';

/**
 * The names of MediaPipe's results in JavaScript (solutions, tasks) and in Python; the last is of its protocol buffers.
 */
const LANDMARKS = ['poseLandmarks', 'landmarks', 'pose_landmarks', 'landmark'] as const;
const WORLD_LANDMARKS = ['poseWorldLandmarks', 'worldLandmarks', 'pose_world_landmarks'] as const;

/** A coordinate is null where the writer had NaN. */
interface Landmark {
  readonly x: number | null;
  readonly y: number | null;
  readonly z?: unknown;
  readonly visibility?: unknown;
}

/** Whether a document looks like results of MediaPipe's or BlazePose's pose landmarker, who may have found nobody. */
export const isMediapipe = (root: unknown): boolean => seenIn(root) !== null;

/**
 * Reads the results of MediaPipe's pose landmarker as JSON: one person's list of { x, y, z, visibility }, or one such
 * list a person, bare, under its name, or as the message { landmark: [...] } that Python's MessageToDict gives. x and y
 * are shares of the image's width and height, so the size must be known: from the options, or from `width` and `height`
 * beside the landmarks. World landmarks (metres, hip-centred) go along.
 *
 * @throws FitError bad-input | usage when nobody says how large the image is
 */
export function readMediapipeJson(where: string, root: unknown, options: KeypointOptions): KeypointFile[] {
  const found = seenIn(root) ?? [];
  const image = isRecord(root) ? (isRecord(root.image) ? root.image : root) : {};
  const size =
    options.imageSize ?? (isSize(image.width) && isSize(image.height) ? ([image.width, image.height] as const) : null);
  if (size === null) {
    if (found.length === 0) return [];
    const what = 'its points are fractions of an image whose size is not given.';
    throw new FitError('usage', where, what, 'Give --image-size WIDTH,HEIGHT.');
  }
  const worlds = named(root, WORLD_LANDMARKS) ?? [];
  const detections = found.map((landmarks, i) => {
    const world = xyzOf(worlds[i] ?? []);
    const person: GivenPerson = {
      xy: landmarks.flatMap(({ x, y }) => [(x ?? Number.NaN) * size[0], (y ?? Number.NaN) * size[1]]),
      confidence: landmarks.map(({ visibility = 1 }) => (isFiniteNumber(visibility) ? visibility : 0)),
      ...(world.length === 3 * landmarks.length && { worldLandmarks: world }),
    };
    return detectionOfGiven(`${where}: person ${i + 1}`, person, 'blazepose33');
  });
  return [keypointFile(detections, {}, { ...options, imageSize: size })];
}

/** x, y, z of each; nothing when one of them is no number. */
function xyzOf(landmarks: readonly Landmark[]): number[] {
  const xyz = landmarks.flatMap(({ x, y, z = 0 }) => [x, y, z]);
  return xyz.every(isFiniteNumber) ? xyz : [];
}

/** The landmarks of each person, bare or under one of the names; null when it is something else. */
const seenIn = (root: unknown): Landmark[][] | null =>
  Array.isArray(root) ? landmarksOf(root) : named(root, LANDMARKS);

function named(root: unknown, names: readonly string[]): Landmark[][] | null {
  if (!isRecord(root)) return null;
  const name = names.find((own) => Object.hasOwn(root, own));
  return name === undefined ? null : landmarksOf(root[name]);
}

/** One person's list, a list of them, or messages { landmark } for lists; null or an empty list: nobody. */
function landmarksOf(value: unknown): Landmark[][] | null {
  if (value === null) return [];
  if (isRecord(value)) return Array.isArray(value.landmark) ? landmarksOf(value.landmark) : null;
  if (!Array.isArray(value)) return null;
  if (value.length > 0 && value.every(isLandmark)) return [value];
  const lists = value.map((own) => (isRecord(own) ? own.landmark : own));
  const isEach = (list: unknown): list is Landmark[] => Array.isArray(list) && list.every(isLandmark);
  return lists.every(isEach) ? lists.filter((list) => list.length > 0) : null;
}

const isLandmark = (point: unknown): point is Landmark =>
  isRecord(point) && [point.x, point.y].every((value) => value === null || isFiniteNumber(value));
