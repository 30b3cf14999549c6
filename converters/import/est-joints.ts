import { FitError } from '../../core/error.js';
import { openArrays } from '../../models/array-source.js';
import type { KeypointOptions } from './given-people.js';
import type { KeypointFile } from './keypoints-json.js';
import { peopleOfArray } from './keypoints-npy.js';

const KEY = 'est_joints';

/**
 * Reads the joints that SMPLify comes with: `est_joints` of the shape (5 or more, 14, N), in an .npz file or a pickle.
 * Rows are x, y and confidence of the network (more rows, its offsets, are not used), LSP's 14 points, N images.
 *
 * @throws FitError bad-input | unsupported
 */
export function readEstJoints(where: string, bytes: Uint8Array, options: KeypointOptions): KeypointFile[] {
  const array = openArrays(where, bytes).array(KEY);
  if (array === undefined) {
    throw new FitError('bad-input', where, `it has no array ${KEY}.`, "Give keypoints in SMPLify's form.");
  }
  const is14 = array.shape.length === 3 && array.shape[1] === 14;
  return peopleOfArray(where, array, { ...(is14 && { layout: 'lsp14' }), ...options }, true);
}
