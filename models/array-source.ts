import { FitError } from '../core/error.js';
import { isText, type NpyArray, npyStrings } from './npy.js';
import { isNpz, type Npz, openNpz } from './npz.js';
import { isPickle } from './pickle.js';
import { openPickle, type PickledArrays } from './pickle-arrays.js';

/** The arrays of a file, .npz or pickle alike. */
export interface ArraySource {
  readonly names: readonly string[];
  /** Python's None counts as not there. */
  has(name: string): boolean;
  /**
   * The array of numbers under `name`; undefined when there is none.
   *
   * @param mostNumbers more than these cannot be right: the file is refused before they are unpacked
   * @throws FitError bad-input for text and for damaged arrays; unsupported for an .npz array of objects
   */
  array(name: string, mostNumbers?: number): NpyArray | undefined;
  /** The text or list of texts under `name`, however Python kept it; null when there is none. */
  strings(name: string): readonly string[] | null;
  /** The dicts in a pickled dict, by name. */
  dicts(): ReadonlyMap<string, ArraySource>;
}

/** Bytes of the widest number, and of the longest header. */
const WIDEST = 8;
const HEADER = 4096;
/** A thousand names of 64 letters. */
const MAX_TEXT = 2 ** 18;

/** How files begin that were packed as a whole, as joblib does on request. */
const PACKED: Readonly<Record<string, readonly string[]>> = {
  gzip: ['\x1f\x8b'],
  zlib: ['x\x01', 'x\x5e', 'x\x9c', 'x\xda'],
  bzip2: ['BZh'],
  xz: ['\xfd7zXZ\0'],
};

/**
 * Opens an .npz file or a pickle of arrays; which of the two is told by the first bytes, not by the name.
 *
 * @throws FitError bad-input when it is neither; unsupported for a pickle that names a class outside a short list, or a
 *   file that is packed as a whole
 */
export function openArrays(where: string, bytes: Uint8Array): ArraySource {
  if (isNpz(bytes)) return npzSource(where, openNpz(where, bytes));
  if (isPickle(bytes)) return pickleSource(where, openPickle(where, bytes));
  const packing = packingOf(bytes);
  if (packing !== undefined) {
    const what = `it is packed with ${packing}, as joblib does on request.`;
    throw new FitError('unsupported', where, what, 'Unpack it, or save its arrays with pickle or numpy.savez.');
  }
  const what = 'this is neither an .npz file nor a pickle.';
  throw new FitError('bad-input', where, what, 'Give what numpy.savez or pickle.dump wrote.');
}

/** Whether the bytes begin as one of the two, or as something packed that only these can be. */
export const isArrays = (bytes: Uint8Array): boolean =>
  isNpz(bytes) || isPickle(bytes) || packingOf(bytes) !== undefined;

function packingOf(bytes: Uint8Array): string | undefined {
  const start = String.fromCharCode(...bytes.subarray(0, 6));
  return Object.keys(PACKED).find((packing) => PACKED[packing].some((magic) => start.startsWith(magic)));
}

const NO_DICTS: ReadonlyMap<string, ArraySource> = new Map();

function npzSource(where: string, npz: Npz): ArraySource {
  return {
    names: [...npz.sizes.keys()],
    has: (name) => npz.sizes.has(name),
    array: (name, mostNumbers) =>
      numbersOnly(where, name, npz.read(name, mostNumbers === undefined ? undefined : WIDEST * mostNumbers + HEADER)),
    strings(name) {
      if (!((npz.sizes.get(name) ?? 0) <= MAX_TEXT)) return null;
      try {
        const array = npz.read(name);
        return array !== undefined && isText(array) ? npyStrings(array) : null;
      } catch (error) {
        // Objects may well be text, but Python alone can tell.
        if (error instanceof FitError && error.code === 'unsupported') return null;
        throw error;
      }
    },
    dicts: () => NO_DICTS,
  };
}

function pickleSource(where: string, pickle: PickledArrays): ArraySource {
  return {
    get names() {
      return pickle.names;
    },
    has: pickle.has,
    array(name, mostNumbers = Number.POSITIVE_INFINITY) {
      const array = pickle.array(name);
      if (array !== undefined && !(array.data.length <= mostNumbers)) {
        const what = `${name} has ${array.data.length} numbers, at most ${mostNumbers} can be right.`;
        throw new FitError('bad-input', where, what, 'Check the file.');
      }
      return numbersOnly(where, name, array);
    },
    strings: pickle.strings,
    dicts: () => new Map(Array.from(pickle.dicts(), ([name, own]) => [name, pickleSource(`${where}: ${name}`, own)])),
  };
}

function numbersOnly(where: string, name: string, array: NpyArray | undefined): NpyArray | undefined {
  if (array === undefined || !isText(array)) return array;
  throw new FitError('bad-input', where, `${name} is text, no numbers.`, 'Save it as an array of numbers.');
}
