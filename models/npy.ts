import { FitError } from '../core/error.js';
import { largest } from './extremes.js';

/**
 * A NumPy array, always in C order. Integers of 64 bits are given as doubles. A text array (U15, S6) has one
 * dimension more than NumPy says: the code points of each string, padded with zeros; npyStrings makes strings of them.
 */
export interface NpyArray {
  readonly shape: readonly number[];
  /** NumPy's letter and size, without byte order: f2, f4, f8, i4, u1 ... */
  readonly type: string;
  readonly data: NpyData;
}

export type NpyData =
  | Float64Array
  | Float32Array
  | Int32Array
  | Uint32Array
  | Int16Array
  | Uint16Array
  | Int8Array
  | Uint8Array;

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
/** No array of ours or SMPL's comes near this; a header that claims more is wrong or hostile. */
const MAX_ELEMENTS = 2 ** 28;

/** What the header of a .npy array says. */
export interface NpyHeader {
  readonly shape: readonly number[];
  /** NumPy's letter and size, without byte order. */
  readonly type: string;
  readonly fortranOrder: boolean;
  /** Where the numbers begin. */
  readonly start: number;
  /** Length of the whole array file, as the header has it. */
  readonly byteLength: number;
}

/** Text: U is code points of four bytes, S is bytes. */
const TEXT = /^[US]\d+$/;

/** Whether an array holds text, which npyStrings reads, and no numbers. */
export const isText = ({ type }: Pick<NpyArray, 'type'>): boolean => TEXT.test(type);

/**
 * Reads one .npy array (format versions 1 to 3). float16 is widened to float32, Fortran order is turned to C order,
 * big-endian is refused, as is every object array: nothing in the file is executed.
 *
 * @throws FitError bad-input, naming `where`; unsupported for objects and other types that are not read
 */
export function readNpy(where: string, bytes: Uint8Array): NpyArray {
  const { shape, type, fortranOrder, start, byteLength } = readNpyHeader(where, bytes);
  if (byteLength > bytes.length) {
    throw badArray(where, `the array claims ${product(shape)} numbers, the file holds fewer.`);
  }
  return decodeArray(where, { shape, type, fortranOrder }, bytes.subarray(start, byteLength));
}

/**
 * Reads the header alone: `bytes` may be the first part of an array, long enough for it.
 *
 * @throws FitError bad-input, naming `where`
 */
export function readNpyHeader(where: string, bytes: Uint8Array): NpyHeader {
  const fail = (what: string): never => {
    throw badArray(where, what);
  };
  if (bytes.length < 10 || MAGIC.some((byte, i) => bytes[i] !== byte)) fail('this is not a .npy array.');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wide = bytes[6] >= 2;
  if (wide && bytes.length < 12) fail('the header is cut off.');
  const headerLength = wide ? view.getUint32(8, true) : view.getUint16(8, true);
  const start = (wide ? 12 : 10) + headerLength;
  if (start > bytes.length) fail('the header is cut off.');
  const header = new TextDecoder('latin1').decode(bytes.subarray(wide ? 12 : 10, start));

  const descr = /'descr'\s*:\s*'([<>|=]?)([a-zA-Z]\d*)'/.exec(header);
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(header);
  const dims = /'shape'\s*:\s*\(([\dL\s,]*)\)/.exec(header); // Python 2 wrote long integers as 24L
  if (!descr || !order || !dims) return fail('the header cannot be read.');
  const [, endian, type] = descr;
  if (endian === '>') fail('big-endian numbers are not supported.');
  const shape = dims[1]
    .split(',')
    .map((text) => text.replace('L', '').trim())
    .filter((text) => text !== '')
    .map(Number);
  const count = product(shape);
  if (!(count <= MAX_ELEMENTS)) fail(`the array claims ${count} numbers.`);
  const size = elementSize(type);
  if (size === null) throw unsupportedType(where, type);
  return { shape, type, fortranOrder: order[1] === 'True', start, byteLength: start + count * size };
}

/** Bytes of one element; null for types that are not read (objects, complex numbers, structures). */
function elementSize(type: string): number | null {
  if (TEXT.test(type)) return (type[0] === 'U' ? 4 : 1) * Number(type.slice(1));
  return Object.hasOwn(READERS, type) ? Number(type.slice(1)) : null;
}

/**
 * An array of its raw bytes, little-endian.
 *
 * @throws FitError bad-input, naming `where`, when type, shape and the number of bytes do not agree
 */
export function decodeArray(
  where: string,
  { shape, type, fortranOrder }: Pick<NpyHeader, 'shape' | 'type' | 'fortranOrder'>,
  bytes: Uint8Array,
): NpyArray {
  const size = elementSize(type);
  if (size === null) throw unsupportedType(where, type);
  const count = product(shape);
  if (!(count <= MAX_ELEMENTS) || count * size !== bytes.length) {
    throw badArray(where, `an array of the shape (${shape}) cannot have ${bytes.length} bytes.`);
  }
  const payload = new Uint8Array(bytes).buffer; // a copy, aligned
  if (TEXT.test(type)) {
    const codes = type[0] === 'U' ? new Uint32Array(payload) : Uint32Array.from(bytes);
    return { shape: [...shape, Number(type.slice(1))], type, data: codes };
  }
  const data = READERS[type](payload);
  return { shape, type, data: fortranOrder ? toRowMajor(data, shape) : data };
}

const product = (shape: readonly number[]): number => shape.reduce((count, size) => count * size, 1);

const badArray = (where: string, what: string): FitError =>
  new FitError('bad-input', where, what, 'Save the array again with numpy.save.');

const unsupportedType = (where: string, type: string): FitError =>
  new FitError('unsupported', where, `numbers of type ${type} are not supported.`, 'Save the array again as float64.');

const READERS: Readonly<Record<string, (buffer: ArrayBuffer) => NpyData>> = {
  f2: (buffer) => halvesToFloats(new Uint16Array(buffer)),
  f4: (buffer) => new Float32Array(buffer),
  f8: (buffer) => new Float64Array(buffer),
  i1: (buffer) => new Int8Array(buffer),
  i2: (buffer) => new Int16Array(buffer),
  i4: (buffer) => new Int32Array(buffer),
  i8: (buffer) => Float64Array.from(new BigInt64Array(buffer), Number),
  u1: (buffer) => new Uint8Array(buffer),
  u2: (buffer) => new Uint16Array(buffer),
  u4: (buffer) => new Uint32Array(buffer),
  u8: (buffer) => Float64Array.from(new BigUint64Array(buffer), Number),
  b1: (buffer) => new Uint8Array(buffer),
};

/** The strings of a text array of one dimension, or the one string of an array of none. */
export function npyStrings(array: NpyArray): string[] {
  const width = array.shape[array.shape.length - 1];
  const count = width === 0 ? 0 : array.data.length / width;
  return Array.from({ length: count }, (_, i) => textOf(array.data.subarray(i * width, (i + 1) * width)));
}

/** Letter by letter: a text may have more than a function takes arguments. */
function textOf(codes: NpyData): string {
  let text = '';
  for (const code of codes) if (code > 0 && code <= 0x10ffff) text += String.fromCodePoint(code);
  return text;
}

/** Writes strings as a one-dimensional text array. */
export function writeNpyStrings(strings: readonly string[]): Uint8Array {
  const width = largest(
    strings.map((text) => text.length),
    1,
  );
  const codes = new Uint32Array(strings.length * width);
  strings.forEach((text, i) => {
    codes.set(
      Array.from(text, (letter) => letter.codePointAt(0) ?? 0),
      i * width,
    );
  });
  return writeArray(codes, [strings.length], `U${width}`);
}

/** Writes one string as an array without dimensions, as numpy.savez(gender='female') does. */
export function writeNpyText(text: string): Uint8Array {
  const codes = Uint32Array.from(text, (letter) => letter.codePointAt(0) ?? 0);
  return writeArray(codes.length > 0 ? codes : new Uint32Array(1), [], `U${Math.max(1, codes.length)}`);
}

/** Column-major to row-major, any number of dimensions. */
function toRowMajor(data: NpyData, shape: readonly number[]): NpyData {
  const out = data.slice();
  const D = shape.length;
  const index = new Array<number>(D).fill(0);
  const strides = shape.map((_, d) => shape.slice(0, d).reduce((product, size) => product * size, 1));
  for (let target = 0; target < out.length; target++) {
    let source = 0;
    for (let d = 0; d < D; d++) source += index[d] * strides[d];
    out[target] = data[source];
    for (let d = D - 1; d >= 0; d--) {
      if (++index[d] < shape[d]) break;
      index[d] = 0;
    }
  }
  return out;
}

/** IEEE 754 binary16 to float32, through a table of all 65,536 values: body files hold millions of them. */
function halvesToFloats(halves: Uint16Array): Float32Array {
  const table = new Float32Array(65536);
  for (let bits = 0; bits < 65536; bits++) {
    const exponent = (bits >> 10) & 31;
    const fraction = bits & 1023;
    const magnitude =
      exponent === 31
        ? fraction === 0
          ? Number.POSITIVE_INFINITY
          : Number.NaN
        : exponent === 0
          ? fraction * 2 ** -24
          : (1 + fraction / 1024) * 2 ** (exponent - 15);
    table[bits] = bits & 0x8000 ? -magnitude : magnitude;
  }
  const out = new Float32Array(halves.length);
  for (let i = 0; i < halves.length; i++) out[i] = table[halves[i]];
  return out;
}

/** float32 to IEEE 754 binary16, round to nearest even, overflow to infinity. */
export function floatsToHalves(values: ArrayLike<number>): Uint16Array {
  const out = new Uint16Array(values.length);
  const float = new Float32Array(1);
  const bits = new Uint32Array(float.buffer);
  for (let i = 0; i < values.length; i++) {
    float[0] = values[i];
    const sign = (bits[0] >>> 16) & 0x8000;
    const exponent = ((bits[0] >>> 23) & 255) - 112;
    const fraction = bits[0] & 0x7fffff;
    if (exponent >= 31) out[i] = sign | 0x7c00 | (exponent === 143 && fraction !== 0 ? 0x200 : 0);
    else if (exponent <= 0) out[i] = sign | roundShift(fraction | 0x800000, 14 - exponent);
    else out[i] = sign | roundShift((exponent << 23) | fraction, 13);
  }
  return out;
}

/** value / 2^shift, ties to even. */
function roundShift(value: number, shift: number): number {
  if (shift > 25) return 0;
  const floor = value >>> shift;
  const rest = value - floor * 2 ** shift;
  const half = 2 ** (shift - 1);
  return rest > half || (rest === half && (floor & 1) === 1) ? floor + 1 : floor;
}

/** Writes one array as .npy, format version 1, C order. `type` f2 takes the output of floatsToHalves. */
export function writeNpy(data: NpyData, shape: readonly number[], type?: 'f2'): Uint8Array {
  return writeArray(data, shape, type ?? npyType(data));
}

function writeArray(data: NpyData, shape: readonly number[], type: string): Uint8Array {
  const endian = data.BYTES_PER_ELEMENT === 1 ? '|' : '<';
  const dims = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const header = `{'descr': '${endian}${type}', 'fortran_order': False, 'shape': (${dims}), }`;
  // NumPy aligns the data to 64 bytes: magic 6 + version 2 + length 2 + header + newline.
  const total = Math.ceil((10 + header.length + 1) / 64) * 64;
  const out = new Uint8Array(total + data.byteLength);
  out.set([...MAGIC, 1, 0]);
  new DataView(out.buffer).setUint16(8, total - 10, true);
  out.set(new TextEncoder().encode(`${header.padEnd(total - 11)}\n`), 10);
  out.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), total);
  return out;
}

/** NumPy's letter and size of a typed array. */
export function npyType(data: NpyData): string {
  const letter = data instanceof Float64Array || data instanceof Float32Array ? 'f' : isSigned(data) ? 'i' : 'u';
  return `${letter}${data.BYTES_PER_ELEMENT}`;
}

const isSigned = (data: NpyData): boolean =>
  data instanceof Int8Array || data instanceof Int16Array || data instanceof Int32Array;
