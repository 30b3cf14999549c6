import { MAX_BETAS } from '../../core/body/max-betas.js';
import { directionOf } from '../../core/camera/gravity.js';
import { isFocalLength } from '../../core/camera/pinhole.js';
import { FitError } from '../../core/error.js';
import { genderOf } from '../../models/gendered-body.js';
import { FIT_FORMAT } from '../formats/format-names.js';
import { isNumbers, isRecord, isTuple, parseJson, show } from '../formats/json-values.js';
import type { BodyName, Parameters } from '../formats/parameters.js';
import { isPrincipalPoint, isSize } from '../formats/plausible.js';

const POSE = 72;

/** What a photorig-fit-1 file says of the people in it, as far as a body can be built from it. */
export interface FitFile {
  readonly image: { readonly path: string; readonly width: number; readonly height: number };
  /** The body that was fitted. */
  readonly body: BodyName;
  readonly people: readonly Parameters[];
}

export const isFitJson = (root: unknown): root is Record<string, unknown> =>
  isRecord(root) && root.format === FIT_FORMAT;

/**
 * Reads photorig-fit-1.
 *
 * @throws FitError bad-input, naming the person and the field
 */
export function readFitJson(where: string, text: string): FitFile {
  const refuse = (what: string): never => {
    throw new FitError('bad-input', where, what, `Write it again with photorig fit -o fit.json (${FIT_FORMAT}).`);
  };
  const root = parseJson(text);
  return isFitJson(root) ? fitFileOf(root, refuse) : refuse(`this is not a ${FIT_FORMAT} file.`);
}

/**
 * What an object of photorig-fit-1 says, wherever it is from.
 *
 * @param refuse throws an error that says where and what
 */
export function fitFileOf(root: Record<string, unknown>, refuse: (what: string) => never): FitFile {
  const { image, body, camera, persons } = root;
  if (!isRecord(image) || !isSize(image.width) || !isSize(image.height)) return refuse('it has no image with a size.');
  if (!isRecord(camera) || !isFocalLength(camera.focalLength) || !isPrincipalPoint(camera.principalPoint)) {
    return refuse('it has no camera with focalLength and principalPoint.');
  }
  if (!Array.isArray(persons)) return refuse('it has no list called persons.');
  const { width, height } = image;
  const down = directionOf(camera.down);
  if (down === null && camera.down !== undefined) {
    return refuse(`camera.down is ${show(camera.down)}, expected a direction.`);
  }
  const seenBy = {
    focalLength: camera.focalLength,
    principalPoint: camera.principalPoint,
    width,
    height,
    ...(down && { down }),
  };
  const string = (value: unknown): string => (typeof value === 'string' ? value : '');
  const { name, sha256 } = isRecord(body) ? body : { name: '', sha256: '' };
  const gender = genderOf(string(name)); // of the shipped bodies it is the name
  return {
    image: { path: string(image.path), width, height },
    body: { name: string(name), sha256: string(sha256) },
    people: persons.map((person, i) => ({
      ...readPerson(person, (what) => refuse(`person ${i + 1}: ${what}`)),
      camera: seenBy,
      ...(gender !== null && { gender }),
    })),
  };
}

/** B. @param refuse throws an error that says where and what */
export function betasOf(betas: unknown, refuse: (what: string) => never): Float64Array {
  if (!isNumbers(betas) || betas.length > MAX_BETAS) return refuse(`betas must be numbers, they are ${show(betas)}.`);
  return Float64Array.from(betas);
}

function readPerson(person: unknown, refuse: (what: string) => never): Parameters {
  const { pose, betas, translation } = isRecord(person) ? person : refuse('it is not an object.');
  if (!isTuple(pose, POSE)) return refuse(`pose must be ${POSE} numbers, it is ${show(pose)}.`);
  const shape = betasOf(betas, refuse);
  if (!isTuple(translation, 3)) {
    return refuse(`translation must be 3 numbers, it is ${show(translation)}.`);
  }
  return {
    betas: shape,
    poses: Float64Array.from(pose),
    translations: Float64Array.from(translation),
  };
}
