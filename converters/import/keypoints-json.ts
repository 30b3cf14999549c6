import { isKeypointSet, JOINT_SETS } from '../../core/body/joint-sets.js';
import { isFocalLength } from '../../core/camera/pinhole.js';
import { FitError } from '../../core/error.js';
import type { Detection, Keypoints } from '../../core/types.js';
import { KEYPOINTS_FORMAT } from '../formats/format-names.js';
import { isFiniteNumber, isRecord, isTuple, parseJson, show } from '../formats/json-values.js';
import { isPixel, isPrincipalPoint, isSize } from '../formats/plausible.js';
import { boxAround } from './keypoint-box.js';

/** What a keypoint file says. */
export interface KeypointFile {
  readonly width: number;
  readonly height: number;
  /** Nobody said width and height: they are what the people need, see keypointFile. */
  readonly isSizeGuessed?: true;
  /** Path of the photo, as the file has it. */
  readonly imagePath?: string;
  /** Pixels. */
  readonly focalLength?: number;
  readonly principalPoint?: readonly [number, number];
  readonly people: readonly Detection[];
}

/** A person whose keypoints somebody gave is one for certain. */
export const GIVEN_SCORE = 1;

/**
 * Reads photorig-keypoints-1: `{ format, image: { width, height, path? }, focalLength?, principalPoint?, persons: [{
 * set, xy: [[x, y]...], confidence: [...], worldLandmarks?: [[x, y, z]...] }] }`.
 *
 * @param imageSize width and height, pixels, of a file that does not say so itself
 * @throws FitError bad-input, naming the file, the person and the field
 */
export function readKeypointsJson(where: string, text: string, imageSize?: readonly [number, number]): KeypointFile {
  const refuse = (what: string): never => {
    throw new FitError('bad-input', where, what, `Write it as ${KEYPOINTS_FORMAT} (docs/formats.md).`);
  };
  const root = parseJson(text);
  if (root === undefined) return refuse('this is not JSON.');
  if (!isRecord(root)) return refuse('it does not hold an object.');
  if (root.format !== KEYPOINTS_FORMAT) refuse(`its format is ${show(root.format)}, expected "${KEYPOINTS_FORMAT}".`);
  const { width, height, path } =
    imageOf(root.image, imageSize) ?? refuse('it has no image with width and height, and no --image-size was given.');
  if (!isSize(width) || !isSize(height)) return refuse(`image has width ${show(width)} and height ${show(height)}.`);
  const { focalLength, principalPoint, persons } = root;
  if (focalLength !== undefined && !isFocalLength(focalLength)) {
    return refuse(`focalLength is ${show(focalLength)}, expected pixels, about the size of the image.`);
  }
  if (principalPoint !== undefined && !isPrincipalPoint(principalPoint)) {
    return refuse(`principalPoint is ${show(principalPoint)}, expected [x, y] in pixels.`);
  }
  if (!Array.isArray(persons)) return refuse('it has no list called persons.');
  return {
    width,
    height,
    ...(typeof path === 'string' ? { imagePath: path } : {}),
    ...(focalLength === undefined ? {} : { focalLength }),
    ...(principalPoint === undefined ? {} : { principalPoint }),
    people: persons.map((person, i) => readPerson(person, (what) => refuse(`person ${i + 1}: ${what}`))),
  };
}

/** What the file says of its image, completed by what somebody says; null where nobody says anything. */
function imageOf(image: unknown, size?: readonly [number, number]): Record<string, unknown> | null {
  if (!isRecord(image)) return size ? { width: size[0], height: size[1] } : null;
  const isSilent = image.width === undefined && image.height === undefined;
  return isSilent && size ? { ...image, width: size[0], height: size[1] } : image;
}

function readPerson(person: unknown, refuse: (what: string) => never): Detection {
  if (!isRecord(person)) return refuse('it is not an object.');
  const { set, xy, confidence, worldLandmarks } = person;
  if (typeof set !== 'string' || !isKeypointSet(set)) {
    return refuse(`the set is ${show(set)}, expected one of ${Object.keys(JOINT_SETS).join(', ')}.`);
  }
  const K = JOINT_SETS[set].length;
  if (!Array.isArray(xy) || xy.length !== K) return refuse(`xy must be ${K} pairs of numbers for ${set}.`);
  const odd = xy.findIndex((row) => !isTuple(row, 2) || !row.every(isPixel));
  if (odd >= 0) {
    const what = `xy of keypoint ${odd} (${JOINT_SETS[set][odd] ?? 'not used'}) is ${show(xy[odd])}, not two numbers of pixels`;
    return refuse(`${what}: one that was not seen is [0, 0] with confidence 0.`);
  }
  const points = Float64Array.from(xy.flat());
  const trust = readConfidence(confidence, K) ?? refuse(`confidence must be ${K} numbers from 0 to 1 for ${set}.`);
  const keypoints: Keypoints = { set, xy: points, confidence: trust };
  const detection: Detection = { box: boxAround(keypoints), score: GIVEN_SCORE, keypoints };
  if (worldLandmarks === undefined) return detection;
  const landmarks = readRows(worldLandmarks, K, 3) ?? refuse(`worldLandmarks must be ${K} triples of numbers.`);
  return { ...detection, worldLandmarks: landmarks };
}

/** K rows of n finite numbers as one array, or null. */
function readRows(rows: unknown, K: number, n: number): Float64Array | null {
  if (!Array.isArray(rows) || rows.length !== K || !rows.every((row) => isTuple(row, n))) return null;
  return Float64Array.from(rows.flat());
}

/** Missing confidences mean that every keypoint was seen. */
function readConfidence(values: unknown, K: number): Float64Array | null {
  if (values === undefined) return new Float64Array(K).fill(1);
  if (!Array.isArray(values) || values.length !== K) return null;
  return values.every((value) => isFiniteNumber(value) && value >= 0 && value <= 1) ? Float64Array.from(values) : null;
}
