import { FitError } from '../core/error.js';
import { decodeArray, isText, type NpyArray, npyStrings } from './npy.js';
import { isPickleObject, type PickleObject, type PickleValue, pickleText, readPickle } from './pickle.js';

/**
 * What bodies and results are made of: NumPy's arrays, SciPy's sparse matrices, chumpy's Ch and Select, plain
 * containers.
 */
const ALLOWED: readonly RegExp[] = [
  /^numpy\.(ndarray|dtype|bool_)$/,
  /^numpy\.(core|_core)\.multiarray\.(_reconstruct|scalar)$/,
  /^numpy\.(core|_core)\.numeric\._frombuffer$/,
  /^scipy\.sparse\.(_?(csc|csr|coo)\.)?(csc|csr|coo)_(matrix|array)$/,
  /^chumpy\.ch\.Ch$/,
  /^chumpy\.reordering\.Select$/,
  /^(__builtin__|builtins)\.(object|set|frozenset|dict|list|tuple|bytes|bytearray)$/,
  /^(copy_reg|copyreg)\._reconstructor$/,
  /^collections\.(OrderedDict|defaultdict)$/,
  /^_codecs\.encode$/,
];

const isAllowed = (name: string): boolean => ALLOWED.some((pattern) => pattern.test(name));

/** The most that is made of one file, as of an .npz; one array may be there any number of times. */
const MAX_UNPACKED = 2 ** 29;
/** A dense matrix of a sparse one: SMPL-X's regressor has 0.6 million numbers. */
const MAX_DENSE = 2 ** 25;
/** A list of lists: every number is a value of the pickle, unless rows are there many times over. */
const MAX_LISTED = 1_000_000;
/** Names in a list: a pickle may hold one text any number of times. */
const MAX_TEXTS = 4096;
/** Dicts in a dict: people, of whom nobody tracks more. */
const MAX_DICTS = 1000;
/** Select of Select of Ch: nobody nests them deeper. */
const MAX_NESTING = 4;
/** Bytes of the widest number. */
const WIDEST = 8;

/** The entries of a pickled dict, each turned into an array when it is asked for. What is None counts as not there. */
export interface PickledArrays {
  /** Numbers that serve as keys, as text. */
  readonly names: readonly string[];
  has(name: string): boolean;
  /**
   * The array under `name`; undefined when there is none.
   *
   * @throws FitError bad-input when it is no array of numbers, its parts do not agree, or all that was asked for comes
   *   to more than 512 MiB
   */
  array(name: string): NpyArray | undefined;
  /** The text or the list of texts under `name`, be it in an array; null when it is neither. */
  strings(name: string): string[] | null;
  /** The dicts in it, by name; none where there are more than a thousand. */
  dicts(): ReadonlyMap<string, PickledArrays>;
}

/**
 * Opens a pickled dict of arrays. Nothing in it is executed.
 *
 * @throws FitError unsupported when it names a class outside a short list, bad-input when it is no dict
 */
export function openPickle(where: string, bytes: Uint8Array): PickledArrays {
  const root = readPickle(where, bytes, isAllowed);
  const dict = dictIn(root);
  if (!(dict instanceof Map)) {
    throw new FitError('bad-input', where, 'the pickle holds no dict.', 'Give the body or result as a dict of arrays.');
  }
  let total = 0;
  const spend = (bytes: number): void => {
    total += bytes;
    if (total <= MAX_UNPACKED) return;
    const todo = 'Use a smaller file, or save it as .npz.';
    throw new FitError('bad-input', where, 'its arrays would come to more than 512 MiB.', todo);
  };
  return arraysOf({ where, spend }, dict);
}

/** What is read, for messages, and whom to tell how many bytes an array takes before it is made. */
interface Reading {
  readonly where: string;
  spend(bytes: number): void;
}

const dictIn = (value: PickleValue): PickleValue => (isPickleObject(value) ? value.state : value);

function arraysOf(reading: Reading, dict: ReadonlyMap<PickleValue, PickleValue>): PickledArrays {
  const entry = (name: string): PickleValue => dict.get(name) ?? null;
  const inside = (name: string): Reading => ({ ...reading, where: `${reading.where}: ${name}` });
  return {
    get names() {
      return [...dict].flatMap(([key, value], i) => (value === null ? [] : [keyText(key, i)]));
    },
    has: (name) => entry(name) !== null,
    array: (name) => (entry(name) === null ? undefined : toArray(inside(name), entry(name))),
    strings: (name) => stringsOf(inside(name), entry(name)),
    dicts() {
      const found = new Map<string, PickledArrays>();
      for (const [i, [key, value]] of [...dict].entries()) {
        const inner = dictIn(value);
        const name = keyText(key, i);
        if (inner instanceof Map) found.set(name, arraysOf(inside(name), inner));
        if (found.size > MAX_DICTS) return new Map();
      }
      return found;
    },
  };
}

/**
 * A key for people to read: of NumPy's numbers, which trackers give, the number; of what else is no text, its place.
 */
function keyText(key: PickleValue, place: number): string {
  if (typeof key === 'string' || typeof key === 'number') return String(key);
  const bytes = isPickleObject(key) ? key.args[1] : null;
  const isScalar = bytes instanceof Uint8Array && bytes.length <= WIDEST;
  const scalar = isScalar ? readable({ where: 'key', spend: () => {} }, key) : null;
  return scalar?.data.length === 1 && !isText(scalar) ? String(scalar.data[0]) : `(entry ${place + 1})`;
}

function stringsOf(reading: Reading, value: PickleValue): string[] | null {
  if (Array.isArray(value) && value.length > MAX_TEXTS) return null;
  const list = Array.isArray(value) ? value : [value];
  const texts = list.map(pickleText);
  if (texts.every((text) => text !== null)) return texts;
  const array = isPickleObject(value) ? readable(reading, value) : null;
  return array !== null && isText(array) ? npyStrings(array) : null;
}

/** null for what is no array of a kind that is read. */
function readable(reading: Reading, value: PickleValue): NpyArray | null {
  try {
    return toArray(reading, value);
  } catch (error) {
    if (error instanceof FitError) return null;
    throw error;
  }
}

/** Reads what an object keeps under a name, or what was found there. */
type Part = (name: string, held?: PickleValue) => NpyArray;

function toArray(reading: Reading, value: PickleValue, nesting = 0): NpyArray {
  const { where } = reading;
  if (typeof value === 'number') return { shape: [], type: 'f8', data: Float64Array.of(value) };
  if (Array.isArray(value)) return listArray(reading, value);
  if (!isPickleObject(value) || nesting > MAX_NESTING) throw notAnArray(where);
  const state = value.state instanceof Map ? value.state : new Map<PickleValue, PickleValue>();
  const part: Part = (name, held = state.get(name) ?? null) =>
    toArray({ ...reading, where: `${where}.${name}` }, held, nesting + 1);
  if (/_(matrix|array)$/.test(value.name)) return denseArray(reading, value.name, state, part);
  switch (value.name) {
    case 'chumpy.ch.Ch':
      return part('x');
    case 'chumpy.reordering.Select':
      return selected(reading, part('a'), part('idxs'), integers(state.get('preferred_shape')));
    default:
      return numpyArray(reading, value);
  }
}

/** numpy.ndarray, a NumPy scalar, or an array over a buffer (pickle protocol 5). */
function numpyArray(reading: Reading, { name, args, state }: PickleObject): NpyArray {
  if (/_reconstruct$|ndarray$/.test(name)) {
    if (!Array.isArray(state)) throw notAnArray(reading.where);
    const [, shape, type, fortranOrder, bytes] = state;
    return numbers(reading, type, integers(shape), fortranOrder === true || fortranOrder === 1, bytes);
  }
  if (/\.scalar$/.test(name)) return numbers(reading, args[0], [], false, args[1]);
  if (/\._frombuffer$/.test(name)) {
    const [buffer, type, shape, order] = args;
    return numbers(reading, type, integers(shape), pickleText(order) === 'F', buffer);
  }
  throw notAnArray(reading.where);
}

function numbers(
  { where, spend }: Reading,
  dtype: PickleValue | undefined,
  shape: readonly number[] | null,
  fortranOrder: boolean,
  bytes: PickleValue | undefined,
): NpyArray {
  if (!isPickleObject(dtype) || dtype.name !== 'numpy.dtype' || shape === null) throw notAnArray(where);
  const type = pickleText(dtype.args[0]);
  const endian = Array.isArray(dtype.state) ? pickleText(dtype.state[1]) : '|';
  if (endian === '>') throw notAnArray(where, 'big-endian numbers are not supported.');
  // A bytearray, or what holds one, is what protocol 5 keeps the numbers in.
  const held = isPickleObject(bytes) ? bytes.args[0] : bytes;
  if (type === null || !(held instanceof Uint8Array)) throw notAnArray(where);
  spend(held.length);
  return decodeArray(where, { shape, type, fortranOrder }, held);
}

/** A list of numbers, or of lists of equally many numbers. */
function listArray({ where, spend }: Reading, list: readonly PickleValue[]): NpyArray {
  const shape = Array.isArray(list[0]) ? [list.length, list[0].length] : [list.length];
  const [count, width = 1] = shape;
  if (!(count * width <= MAX_LISTED)) throw notAnArray(where, `this list of lists holds ${count * width} numbers.`);
  spend(WIDEST * count * width);
  const data = new Float64Array(count * width);
  list.forEach((item, i) => {
    const row = Array.isArray(item) ? item : [item];
    if (row.length !== width || !row.every((entry) => typeof entry === 'number')) throw notAnArray(where);
    data.set(row, i * width);
  });
  return { shape, type: 'f8', data };
}

/** scipy.sparse's three layouts: data with (indices, indptr) by columns or rows, or with (row, col). */
function denseArray(
  reading: Reading,
  name: string,
  state: ReadonlyMap<PickleValue, PickleValue>,
  part: Part,
): NpyArray {
  const { where, spend } = reading;
  const [rows, columns, ...more] = integers(state.get('_shape') ?? state.get('shape')) ?? [];
  if (!(rows * columns <= MAX_DENSE) || more.length > 0) throw notAnArray(where, 'this sparse matrix is too large.');
  const { data } = part('data');
  const [majors, minors] = /coo/.test(name)
    ? coordinates(state, part)
    : [spread(where, part('indptr').data, data.length), part('indices').data];
  if (majors.length !== data.length || minors.length !== data.length) throw notAnArray(where);
  const [is, js] = /csc/.test(name) ? [minors, majors] : [majors, minors];
  spend(WIDEST * rows * columns);
  const out = new Float64Array(rows * columns);
  for (let entry = 0; entry < data.length; entry++) {
    const [i, j] = [is[entry], js[entry]];
    if (!(i >= 0 && i < rows && j >= 0 && j < columns)) throw notAnArray(where);
    out[i * columns + j] += data[entry]; // SciPy adds up entries that are there twice
  }
  return { shape: [rows, columns], type: 'f8', data: out };
}

/** Row and column of each entry of a coo matrix, under the names of older and newer SciPy. */
function coordinates(state: ReadonlyMap<PickleValue, PickleValue>, part: Part): [ArrayLike<number>, ArrayLike<number>] {
  const coords = state.get('coords');
  if (!Array.isArray(coords)) return [part('row').data, part('col').data];
  const [i = null, j = null] = coords;
  return [part('coords', i).data, part('coords', j).data];
}

/** indptr as the major index of each entry. */
function spread(where: string, pointers: ArrayLike<number>, count: number): Uint32Array {
  const out = new Uint32Array(count);
  for (let major = 0; major + 1 < pointers.length; major++) {
    const [from, to] = [pointers[major], pointers[major + 1]];
    if (!(from >= 0 && from <= to && to <= count)) throw notAnArray(where);
    out.fill(major, from, to);
  }
  return out;
}

/** chumpy's Select: a.ravel()[indices].reshape(shape). */
function selected(
  { where, spend }: Reading,
  a: NpyArray,
  indices: NpyArray,
  shape: readonly number[] | null,
): NpyArray {
  const count = indices.data.length;
  if (shape === null || shape.reduce((product, size) => product * size, 1) !== count) throw notAnArray(where);
  spend(WIDEST * count);
  const data = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const value = a.data[indices.data[i]];
    if (value === undefined) throw notAnArray(where);
    data[i] = value;
  }
  return { shape, type: 'f8', data };
}

/** A tuple of sizes, none negative; null for anything else. */
function integers(value: PickleValue | undefined): readonly number[] | null {
  if (!Array.isArray(value)) return null;
  const sizes = value.filter((size) => typeof size === 'number' && Number.isInteger(size) && size >= 0);
  return sizes.length === value.length ? (sizes as number[]) : null;
}

function notAnArray(where: string, what = 'this is no array of numbers, or its parts do not agree.'): FitError {
  return new FitError('bad-input', where, what, 'Save it again from Python as NumPy arrays.');
}
