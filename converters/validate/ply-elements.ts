/** A scalar of a PLY file: its size and how to read it. */
interface Scalar {
  readonly bytes: number;
  read(view: DataView, at: number, little: boolean): number;
}

const INT8: Scalar = { bytes: 1, read: (view, at) => view.getInt8(at) };
const UINT8: Scalar = { bytes: 1, read: (view, at) => view.getUint8(at) };
const INT16: Scalar = { bytes: 2, read: (view, at, little) => view.getInt16(at, little) };
const UINT16: Scalar = { bytes: 2, read: (view, at, little) => view.getUint16(at, little) };
const INT32: Scalar = { bytes: 4, read: (view, at, little) => view.getInt32(at, little) };
const UINT32: Scalar = { bytes: 4, read: (view, at, little) => view.getUint32(at, little) };
const FLOAT32: Scalar = { bytes: 4, read: (view, at, little) => view.getFloat32(at, little) };
const FLOAT64: Scalar = { bytes: 8, read: (view, at, little) => view.getFloat64(at, little) };

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

/** An element of a PLY file and its rows: of each property one number, or a list. */
export interface PlyElement {
  readonly name: string;
  readonly properties: readonly string[];
  readonly rows: readonly (readonly number[])[][];
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
  const next = format === 'ascii' ? words(content) : numbers(content, format === 'binary_little_endian');
  return declared(header).map(({ name, count, properties }) => {
    const rows: number[][][] = [];
    for (let row = 0; row < count; row++) {
      rows.push(
        properties.map(({ type, length }) => {
          if (length === null) return [next(type)];
          const size = next(length);
          if (!(size >= 0)) throw new Error('a list has no length');
          const list: number[] = [];
          for (let i = 0; i < size; i++) list.push(next(type));
          return list;
        }),
      );
    }
    return { name, properties: properties.map((property) => property.name), rows };
  });
}

function declared(header: string): { name: string; count: number; properties: Property[] }[] {
  const elements: { name: string; count: number; properties: Property[] }[] = [];
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

type Next = (type: Scalar) => number;

function numbers(content: Uint8Array, little: boolean): Next {
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  let at = 0;
  return (type) => {
    if (at + type.bytes > view.byteLength) throw new Error('it is cut off');
    const value = type.read(view, at, little);
    at += type.bytes;
    return value;
  };
}

function words(content: Uint8Array): Next {
  const all = new TextDecoder().decode(content).trim().split(/\s+/);
  let at = 0;
  return () => {
    if (at >= all.length) throw new Error('it is cut off');
    return Number(all[at++]);
  };
}
