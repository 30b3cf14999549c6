import { FitError } from '../../core/error.js';
import { type ArraySource, isArrays, openArrays } from '../../models/array-source.js';
import { genderOf } from '../../models/gendered-body.js';
import { isGlb } from '../formats/gltf-file.js';
import { isRecord, parseJson, textOf } from '../formats/json-values.js';
import type { BodyName, StoredParameters } from '../formats/parameters.js';
import { expectPlausible } from '../formats/plausible.js';
import { isAmass, type MotionOptions, readAmassNpz } from './amass-npz.js';
import { readBvh } from './bvh.js';
import { isFitJson, readFitJson } from './fit-json.js';
import { type GlbParameters, readGlbPeople } from './glb-pose.js';
import { hasPose, MAX_FRAMES, unknownArrays } from './pose-arrays.js';
import { isSequenceJson, readSequenceJson } from './sequence-json.js';
import { isInFrontOfCamera, readSmplifyResult } from './smplify-pickle.js';

/** Overrides what a motion file says, or what its format implies. */
export type ParameterOptions = MotionOptions;

/** What a file is, as far as its content tells. */
export type FileKind = 'body' | 'keypoints' | 'parameters';

/** What is in a file of arrays: a body has a mesh, parameters have a pose, keypoints a name of their own. */
function kindOfArrays(where: string, source: ArraySource): FileKind {
  if (source.has('v_template')) return 'body';
  if (peopleIn(source).size > 0) return 'parameters';
  if (source.has('est_joints')) return 'keypoints';
  throw unknownArrays(where, source);
}

/** Everybody in a file of arrays: who it is of, or the people of a dict by which a tracker keeps them. */
function peopleIn(source: ArraySource): ReadonlyMap<string, ArraySource> {
  if (hasPose(source)) return new Map([['', source]]);
  return new Map([...source.dicts()].filter(([, own]) => hasPose(own)));
}

/**
 * Whether a file is a body, parameters (AMASS or SMPLify results, photorig-fit-1, photorig-sequence-1, glTF, BVH) or, if anything,
 * keypoints.
 *
 * @throws FitError when an archive or pickle cannot be opened, or holds none of these
 */
export function kindOfFile(where: string, bytes: Uint8Array): FileKind {
  if (isArrays(bytes)) return kindOfArrays(where, openArrays(where, bytes));
  if (isGlb(bytes) || isBvh(bytes)) return 'parameters';
  const root = bytes[0] === 0x93 ? undefined : parseJson(textOf(bytes));
  return isFitJson(root) || isSequenceJson(root) || isGltf(root) ? 'parameters' : 'keypoints';
}

const heedsUp = (source: ArraySource): boolean => hasPose(source) && !isInFrontOfCamera(source);

/**
 * Whether `up` says anything of a file: of motions as arrays or BVH. The others are in the camera frame, or say what is
 * up in them.
 *
 * @throws FitError when an archive or pickle cannot be opened
 */
export function takesUp(where: string, bytes: Uint8Array): boolean {
  if (!isArrays(bytes)) return isBvh(bytes);
  return [...peopleIn(openArrays(where, bytes)).values()].some(heedsUp);
}

/**
 * Reads the people of a result or motion file, whichever of the formats it is.
 *
 * @throws FitError bad-input | unsupported
 */
export async function readParameters(
  where: string,
  bytes: Uint8Array,
  options: ParameterOptions = {},
): Promise<StoredParameters[]> {
  const { frameRate } = options;
  const people = await readPeople(where, bytes, options);
  for (const person of people) expectPlausible(where, person);
  return frameRate === undefined ? people : people.map((person) => ({ ...person, frameRate }));
}

async function readPeople(where: string, bytes: Uint8Array, options: ParameterOptions): Promise<StoredParameters[]> {
  if (isArrays(bytes)) return readArrayPeople(where, openArrays(where, bytes), options);
  const text = (): string => textOf(bytes);
  if (isBvh(bytes)) {
    const { poses, translations, frameRate } = readBvh(where, text());
    const { up = 'y' } = options;
    const betas = new Float64Array(0);
    return [{ betas, poses, translations, frameRate, ...(up !== 'camera' && { up }), translationOf: 'pelvis' }];
  }
  if (!isGlb(bytes)) {
    const root = parseJson(text());
    if (isFitJson(root)) {
      const { people, body } = readFitJson(where, text());
      return people.map((person) => ({ ...person, ...named(body) }));
    }
    if (isSequenceJson(root)) {
      const { motion, body } = readSequenceJson(where, text());
      return [{ ...motion, ...named(body) }];
    }
    if (!isGltf(root)) throw new FitError('bad-input', where, 'it holds no poses.', 'Give a result or a motion.');
  }
  const { frameRate } = options;
  const people: StoredParameters[] = [];
  const count = frameCounter(where);
  for await (const found of readGlbPeople(bytes, { where, ...(frameRate !== undefined && { frameRate }) })) {
    people.push(storedOf(found));
    count(found);
  }
  return people;
}

/** Whose betas they are, where the file says. */
const named = (body: BodyName | null): Pick<StoredParameters, 'body'> =>
  body === null || (body.name === '' && body.sha256 === '') ? {} : { body };

function readArrayPeople(where: string, source: ArraySource, options: ParameterOptions): StoredParameters[] {
  const sources = peopleIn(source);
  if (sources.size === 0) throw unknownArrays(where, source);
  const people: StoredParameters[] = [];
  const count = frameCounter(where);
  for (const [name, own] of sources) {
    // A `pose` alone is in the camera frame unless somebody says what is up in it.
    const isMotion = isAmass(own) || (options.up !== undefined && heedsUp(own));
    const read = isMotion ? readAmassNpz : readSmplifyResult;
    const person = read(name === '' ? where : `${where}: ${name}`, own, options);
    people.push(person);
    count(person);
  }
  return people;
}

/**
 * Counts people's frames, which may share what the file holds once.
 *
 * @returns throws FitError bad-input from the person on with whom they are more than one alone may have
 */
function frameCounter(where: string): (person: Pick<StoredParameters, 'translations'>) => void {
  let frames = 0;
  return ({ translations }) => {
    frames += translations.length / 3;
    if (frames <= MAX_FRAMES) return;
    const what = `its people have more than ${MAX_FRAMES} frames in all.`;
    throw new FitError('bad-input', where, what, 'Give a file with fewer people.');
  };
}

function storedOf(found: GlbParameters): StoredParameters {
  const { betas, poses, translations, translationOf, frameRate, camera, focalLength, body, notes } = found;
  const gender = genderOf(body?.name ?? ''); // of the shipped bodies it is the name
  return {
    betas: betas ?? new Float64Array(0),
    poses,
    translations,
    translationOf,
    ...(frameRate !== undefined && { frameRate }),
    ...(camera !== undefined && { camera }),
    ...(focalLength !== undefined && { focalLength }),
    ...(gender !== null && { gender }),
    ...named(body),
    ...(notes.length > 0 && { notes }),
  };
}

const isBvh = (bytes: Uint8Array): boolean => /^\s*HIERARCHY/i.test(textOf(bytes.subarray(0, 64)));
const isGltf = (root: unknown): boolean => isRecord(root) && isRecord(root.asset);
