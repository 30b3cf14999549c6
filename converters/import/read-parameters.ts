import { FitError } from '../../core/error.js';
import { type ArraySource, isArrays, openArrays } from '../../models/array-source.js';
import { genderOf } from '../../models/gendered-body.js';
import { isAmass, readAmassNpz } from './amass-npz.js';
import { readBvh } from './bvh.js';
import { isFitJson, readFitJson } from './fit-json.js';
import { type GlbParameters, readGlbParameters } from './glb-pose.js';
import { isRecord, parseJson } from './json-values.js';
import type { StoredParameters, UpAxis } from './parameters.js';
import { isSmplify, readSmplifyResult } from './smplify-pickle.js';

export interface ParameterOptions {
  /** Which axis points up in a motion file, where it is not what the format has. */
  readonly up?: UpAxis;
}

/** What a file is, as far as its content tells. */
export type FileKind = 'body' | 'keypoints' | 'parameters';

/** What is in a file of arrays: a body has a mesh, parameters have a pose; what has neither can only be keypoints. */
function kindOfArrays(source: ArraySource): FileKind {
  if (source.has('v_template')) return 'body';
  return isAmass(source) || isSmplify(source) ? 'parameters' : 'keypoints';
}

/**
 * Whether a file is a body, parameters (AMASS or SMPLify results, photorig-fit-1, glTF, BVH) or, if anything, keypoints.
 *
 * @throws FitError when an archive or pickle cannot be opened
 */
export function kindOfFile(where: string, bytes: Uint8Array): FileKind {
  if (isArrays(bytes)) return kindOfArrays(openArrays(where, bytes));
  if (isGlb(bytes) || isBvh(bytes)) return 'parameters';
  const root = bytes[0] === 0x93 ? undefined : parseJson(new TextDecoder().decode(bytes));
  return isFitJson(root) || isGltf(root) ? 'parameters' : 'keypoints';
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
  if (isArrays(bytes)) {
    const source = openArrays(where, bytes);
    return [isAmass(source) ? readAmassNpz(where, source, options) : readSmplifyResult(where, source)];
  }
  const text = (): string => new TextDecoder().decode(bytes);
  if (isBvh(bytes)) {
    const { poses, translations, frameRate } = readBvh(where, text());
    const betas = new Float64Array(0);
    return [{ betas, poses, translations, frameRate, up: options.up ?? 'y', translationOf: 'pelvis' }];
  }
  if (!isGlb(bytes)) {
    const root = parseJson(text());
    if (isFitJson(root)) return [...readFitJson(where, text()).people];
    if (!isGltf(root)) throw new FitError('bad-input', where, 'it holds no poses.', 'Give a result or a motion.');
  }
  return readGlbPeople(where, bytes);
}

/** Everybody in a glTF file. */
async function readGlbPeople(where: string, bytes: Uint8Array): Promise<StoredParameters[]> {
  const first = await readGlbParameters(bytes, { where });
  const others = Array.from({ length: first.people - 1 }, (_, i) => readGlbParameters(bytes, { person: i + 1, where }));
  return [first, ...(await Promise.all(others))].map(storedOf);
}

function storedOf(found: GlbParameters): StoredParameters {
  const { betas, poses, translations, translationOf, frameRate, camera, body } = found;
  const gender = genderOf(body?.name ?? ''); // of the shipped bodies it is the name
  return {
    betas: betas ?? new Float64Array(0),
    poses,
    translations,
    translationOf,
    ...(frameRate !== undefined && { frameRate }),
    ...(camera !== undefined && { camera }),
    ...(gender !== null && { gender }),
  };
}

const startsWith = (bytes: Uint8Array, text: string): boolean =>
  Array.from(text, (letter) => letter.charCodeAt(0)).every((code, i) => bytes[i] === code);
const isGlb = (bytes: Uint8Array): boolean => startsWith(bytes, 'glTF');
const isBvh = (bytes: Uint8Array): boolean => /^\s*HIERARCHY/.test(new TextDecoder().decode(bytes.subarray(0, 64)));
const isGltf = (root: unknown): boolean => isRecord(root) && isRecord(root.asset);
