type NumberArray =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array;

/** A scalar of a PLY file: its size, how to read it, and what holds many. */
interface Scalar {
  readonly bytes: number;
  read(view: DataView, at: number, little: boolean): number;
  of(count: number): NumberArray;
}

const INT8: Scalar = { bytes: 1, read: (view, at) => view.getInt8(at), of: (n) => new Int8Array(n) };
const UINT8: Scalar = { bytes: 1, read: (view, at) => view.getUint8(at), of: (n) => new Uint8Array(n) };
const INT16: Scalar = { bytes: 2, read: (view, at, little) => view.getInt16(at, little), of: (n) => new Int16Array(n) };
const UINT16: Scalar = {
  bytes: 2,
  read: (view, at, little) => view.getUint16(at, little),
  of: (n) => new Uint16Array(n),
};
const INT32: Scalar = { bytes: 4, read: (view, at, little) => view.getInt32(at, little), of: (n) => new Int32Array(n) };
const UINT32: Scalar = {
  bytes: 4,
  read: (view, at, little) => view.getUint32(at, little),
  of: (n) => new Uint32Array(n),
};
const FLOAT32: Scalar = {
  bytes: 4,
  read: (view, at, little) => view.getFloat32(at, little),
  of: (n) => new Float32Array(n),
};
const FLOAT64: Scalar = {
  bytes: 8,
  read: (view, at, little) => view.getFloat64(at, little),
  of: (n) => new Float64Array(n),
};

const SCALARS: ReadonlyMap<string, Scalar> = new Map([
  ['char', INT8],
  ['int8', INT8],
  ['uchar', UINT8],
  ['uint8', UINT8],
  ['short', INT16],
  ['int16', INT16],
  ['ushort', UINT16],
  ['uint16', UINT16],
  ['int', INT32],
  ['int32', INT32],
  ['uint', UINT32],
  ['uint32', UINT32],
  ['float', FLOAT32],
  ['float32', FLOAT32],
  ['double', FLOAT64],
  ['float64', FLOAT64],
]);

interface Property {
  readonly name: string;
  readonly type: Scalar;
  /** Of a list: the type of its length. */
  readonly length: Scalar | null;
}

/** An element of a PLY file, property by property: files of millions of points take no more memory than on disk. */
export interface PlyElement {
  readonly name: string;
  /** Number of rows. */
  readonly count: number;
  readonly properties: readonly string[];
  /** Of properties that are one number a row: these. */
  readonly scalars: ReadonlyMap<string, NumberArray>;
  /** Of properties that are a list a row: how long each is, and what is in them, one after the other. */
  readonly lists: ReadonlyMap<string, { readonly sizes: Uint32Array; readonly values: NumberArray }>;
}

/** A header longer than this is none. Bytes. */
const LONGEST_HEADER = 65_536;

/**
 * All elements of a PLY file, ASCII or binary.
 *
 * @throws Error in words when the file is damaged
 */
export function readPly(bytes: Uint8Array): PlyElement[] {
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, LONGEST_HEADER));
  const [header] = /^ply\r?\n[\s\S]*?\nend_header\r?\n/.exec(start) ?? [];
  if (header === undefined) throw new Error('its header has no end');
  const [, format] = /^format (ascii|binary_little_endian|binary_big_endian) 1\.0\r?$/m.exec(header) ?? [];
  if (format === undefined) throw new Error('its format is unknown');
  const content = bytes.subarray(header.length);
  const source = format === 'ascii' ? words(content) : numbers(content, format === 'binary_little_endian');
  return declared(header).map((element) => readElement(source, element));
}

function readElement({ next, holds, storage }: Source, { name, count, properties }: Declared): PlyElement {
  if (!holds(count, properties)) throw new Error('it is cut off');
  const scalars = new Map<string, NumberArray>();
  const lists = new Map<string, { sizes: Uint32Array; values: NumberArray }>();
  const readers = properties.map(({ name, type, length }) => {
    if (length === null) {
      const column = storage(type).of(count);
      scalars.set(name, column);
      return (row: number): void => {
        column[row] = next(type);
      };
    }
    const list = { sizes: new Uint32Array(count), values: storage(type).of(count) };
    lists.set(name, list);
    let filled = 0;
    return (row: number): void => {
      const size = next(length);
      if (!(Number.isInteger(size) && size >= 0)) throw new Error('a list has no length');
      for (let i = 0; i < size; i++) {
        if (filled === list.values.length) list.values = doubled(list.values, storage(type));
        list.values[filled++] = next(type);
      }
      list.sizes[row] = size;
    };
  });
  for (let row = 0; row < count; row++) for (const read of readers) read(row);
  return { name, count, properties: properties.map((property) => property.name), scalars, lists };
}

/** The corners of the faces: of each polygon how many, and which vertices. */
export const polygonsOf = ({ lists }: PlyElement) => lists.get('vertex_indices') ?? lists.get('vertex_index');

/** How many triangles polygons of so many corners each are. */
export function trianglesOf(corners: Iterable<number>): number {
  let sum = 0;
  for (const count of corners) sum += Math.max(0, count - 2);
  return sum;
}

function doubled(values: NumberArray, type: Scalar): NumberArray {
  const wider = type.of(2 * values.length + 1);
  wider.set(values);
  return wider;
}

interface Declared {
  readonly name: string;
  readonly count: number;
  readonly properties: Property[];
}

function declared(header: string): Declared[] {
  const elements: Declared[] = [];
  for (const line of header.split(/\r?\n/)) {
    const [keyword, ...words] = line.split(' ');
    if (keyword === 'element') elements.push({ name: words[0], count: Number(words[1]), properties: [] });
    if (keyword !== 'property') continue;
    const isList = words[0] === 'list';
    const [length, type, name] = isList ? words.slice(1) : ['uchar', ...words];
    const [lengthType, valueType] = [SCALARS.get(length), SCALARS.get(type)];
    if (lengthType === undefined || valueType === undefined) throw new Error(`the property "${line}" is unknown`);
    elements.at(-1)?.properties.push({ name, type: valueType, length: isList ? lengthType : null });
  }
  for (const { name, count, properties } of elements) {
    // Rows without properties take no bytes: any number of them would pass for there.
    if (Number.isInteger(count) && count >= 0 && properties.length > 0) continue;
    throw new Error(`the element "${name}" has no count or no properties`);
  }
  return elements;
}

/** The numbers behind the header. */
interface Source {
  next(type: Scalar): number;
  /** Whether so many rows can be there still, if all their lists are empty. */
  holds(count: number, properties: readonly Property[]): boolean;
  /** What numbers of a type are kept as. */
  storage(type: Scalar): Scalar;
}

function numbers(content: Uint8Array, little: boolean): Source {
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  let at = 0;
  return {
    next(type) {
      if (at + type.bytes > view.byteLength) throw new Error('it is cut off');
      const value = type.read(view, at, little);
      at += type.bytes;
      return value;
    },
    holds(count, properties) {
      const row = properties.reduce((sum, { type, length }) => sum + (length ?? type).bytes, 0);
      return at + count * row <= view.byteLength;
    },
    storage: (type) => type,
  };
}

function words(content: Uint8Array): Source {
  const text = new TextDecoder('latin1').decode(content);
  const word = /\S+/g;
  return {
    next() {
      const [found] = word.exec(text) ?? [];
      if (found === undefined) throw new Error('it is cut off');
      return Number(found);
    },
    // A letter a word, and a space before it.
    holds: (count, { length }) => word.lastIndex + 2 * count * length - 1 <= text.length,
    // Whatever the header says, any number may stand there.
    storage: () => FLOAT64,
  };
}
