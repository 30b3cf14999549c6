import { FitError } from '../core/error.js';
import { type NpyArray, npyStrings } from './npy.js';
import { isNpz, openNpz } from './npz.js';
import { isPickle } from './pickle.js';
import { openPickle } from './pickle-arrays.js';

/** The arrays of a file, .npz or pickle alike. */
export interface ArraySource {
  has(name: string): boolean;
  /**
   * The array under `name`; undefined when there is none.
   *
   * @param mostNumbers more than these cannot be right: the file is refused before they are unpacked
   */
  array(name: string, mostNumbers?: number): NpyArray | undefined;
  /** The text or list of texts under `name`, however Python kept it; null when there is none. */
  strings(name: string): readonly string[] | null;
}

/** Bytes of the widest number, and of the longest header. */
const WIDEST = 8;
const HEADER = 4096;
/** A thousand names of 64 letters. */
const MOST_TEXT = 2 ** 18;

/**
 * Opens an .npz file or a pickle of arrays; which of the two is told by the first bytes, not by the name.
 *
 * @throws FitError bad-input when it is neither; unsupported for a pickle that names a class outside a short list
 */
export function openArrays(where: string, bytes: Uint8Array): ArraySource {
  if (isNpz(bytes)) {
    const npz = openNpz(where, bytes);
    return {
      has: (name) => npz.sizes.has(name),
      array: (name, mostNumbers) =>
        npz.read(name, mostNumbers === undefined ? undefined : WIDEST * mostNumbers + HEADER),
      strings: (name) => stringsOf(npz.read(name, MOST_TEXT)),
    };
  }
  if (isPickle(bytes)) {
    const pickle = openPickle(where, bytes);
    return {
      has: (name) => pickle.names.includes(name),
      array: (name, mostNumbers = Number.POSITIVE_INFINITY) => {
        const array = pickle.array(name);
        if (array === undefined || array.data.length <= mostNumbers) return array;
        const what = `${name} has ${array.data.length} numbers, at most ${mostNumbers} can be right.`;
        throw new FitError('bad-input', where, what, 'Check the file.');
      },
      strings: (name) => pickle.strings(name) ?? stringsOf(pickle.array(name)),
    };
  }
  const what = 'this is neither an .npz file nor a pickle.';
  throw new FitError('bad-input', where, what, 'Give what numpy.savez or pickle.dump wrote.');
}

/** Whether the bytes begin as one of the two. */
export const isArrays = (bytes: Uint8Array): boolean => isNpz(bytes) || isPickle(bytes);

const stringsOf = (array: NpyArray | undefined): string[] | null =>
  array !== undefined && /^[US]\d/.test(array.type) ? npyStrings(array) : null;
