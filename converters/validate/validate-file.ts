import { FitError } from '../../core/error.js';
import { textOf } from '../formats/json-values.js';
import type { ValidationReport } from './finding.js';
import { validateBvh } from './validate-bvh.js';
import { validateFbx } from './validate-fbx.js';
import { validateGltf } from './validate-glb.js';
import { validateObj } from './validate-obj.js';
import { validatePly } from './validate-ply.js';
import { validateAny } from './vrm.js';

type Validate = (bytes: Uint8Array, where: string) => ValidationReport | Promise<ValidationReport>;

const VALIDATORS: ReadonlyMap<string, Validate> = new Map<string, Validate>([
  ['glb', validateAny],
  ['vrm', validateAny],
  ['vrma', validateAny],
  ['gltf', validateGltf],
  ['fbx', validateFbx],
  ['obj', (bytes, where) => validateObj(textOf(bytes), where)],
  ['ply', validatePly],
  ['bvh', (bytes, where) => validateBvh(textOf(bytes), where)],
]);

/** The extensions that validateFile knows. */
export const VALIDATED_FORMATS: readonly string[] = [...VALIDATORS.keys()];

/**
 * Checks a file as what its name says it is.
 *
 * @param name of the file; its extension decides
 * @throws FitError unsupported for other formats, bad-input when the bytes are of another one
 */
export async function validateFile(bytes: Uint8Array, name: string): Promise<ValidationReport> {
  const extension = /\.(\w+)$/.exec(name)?.[1].toLowerCase() ?? '';
  const validate = VALIDATORS.get(extension);
  if (validate !== undefined) return validate(bytes, name);
  const known = VALIDATED_FORMATS.map((format) => `.${format}`).join(', ');
  const todo = `Give one of ${known}; photorig inspect says what is in fits, keypoints and bodies.`;
  throw new FitError('unsupported', name, 'there are no checks for this kind of file.', todo);
}
