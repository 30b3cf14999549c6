import { unzlibSync } from 'fflate';

/** A record of a binary FBX file. */
export interface FbxNode {
  readonly name: string;
  readonly properties: readonly FbxValue[];
  readonly children: readonly FbxNode[];
}

/** 64-bit integers, which are names of objects and times, stay exact. */
export type FbxValue = number | bigint | boolean | string | Uint8Array | FbxArray;
export type FbxArray = Float32Array | Float64Array | Int32Array | BigInt64Array;

const MAGIC = 'Kaydara FBX Binary  \0';
const HEADER_BYTES = 27;
/** From this version on, records hold 64-bit offsets. */
const WIDE = 7500;
const DEEPEST = 32;
/** What deflate can at most make of a byte. */
const INFLATION = 1032;
/** The most that all arrays of a file are unpacked to. Bytes. */
const MAX_UNPACKED = 2 ** 29;

/** Whether the bytes begin as a binary FBX file does. */
export const isBinaryFbx = (bytes: Uint8Array): boolean =>
  Array.from(MAGIC, (letter) => letter.charCodeAt(0)).every((code, i) => bytes[i] === code);

/**
 * The records of a binary FBX file.
 *
 * @throws Error in words when the file is cut off or damaged
 */
export function readFbxNodes(bytes: Uint8Array): { readonly version: number; readonly nodes: readonly FbxNode[] } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = view.getUint32(HEADER_BYTES - 4, true);
  let unpacked = 0;
  const spend = (size: number): void => {
    unpacked += size;
    if (!(unpacked <= MAX_UNPACKED)) throw new Error('its arrays would unpack to more than 512 MiB');
  };
  const { nodes } = readList({ bytes, view, wide: version >= WIDE, spend }, HEADER_BYTES, bytes.length, 0);
  return { version, nodes };
}

interface Source {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly wide: boolean;
  /** Told how many bytes an array unpacks to before it is. */
  spend(size: number): void;
}

/** Records up to an empty one, or to `end`. */
function readList(source: Source, start: number, end: number, depth: number): { nodes: FbxNode[]; at: number } {
  if (depth > DEEPEST) throw new Error('its records are nested without end');
  const nodes: FbxNode[] = [];
  let at = start;
  while (at < end) {
    const head = readHead(source, at);
    if (head.end === 0) return { nodes, at: head.start };
    if (!(head.end > at && head.end <= end && head.start + head.propertyBytes <= head.end))
      throw new Error(`the record at byte ${at} does not fit`);
    const properties = readProperties(source, head.start, head.propertyCount, head.start + head.propertyBytes);
    const inside = head.start + head.propertyBytes;
    const children = inside < head.end ? readList(source, inside, head.end, depth + 1).nodes : [];
    nodes.push({ name: head.name, properties, children });
    at = head.end;
  }
  if (depth === 0) throw new Error('it is cut off');
  return { nodes, at };
}

function readHead({ view, wide, bytes }: Source, at: number) {
  const size = wide ? 8 : 4;
  if (at + 3 * size + 1 > bytes.length) throw new Error('it is cut off');
  const number = (i: number): number =>
    wide ? Number(view.getBigUint64(at + size * i, true)) : view.getUint32(at + size * i, true);
  const letters = view.getUint8(at + 3 * size);
  const start = at + 3 * size + 1 + letters;
  const name = new TextDecoder().decode(bytes.subarray(start - letters, start));
  return { end: number(0), propertyCount: number(1), propertyBytes: number(2), name, start };
}

function readProperties(source: Source, start: number, count: number, end: number): FbxValue[] {
  const { view, bytes } = source;
  const values: FbxValue[] = [];
  let at = start;
  for (let i = 0; i < count; i++) {
    if (at >= end) throw new Error(`the record at byte ${start} has fewer values than it says`);
    const type = String.fromCharCode(view.getUint8(at));
    at++;
    const scalar = SCALARS[type];
    if (scalar !== undefined) {
      values.push(scalar.read(view, at));
      at += scalar.bytes;
    } else if (type === 'S' || type === 'R') {
      const length = view.getUint32(at, true);
      const content = bytes.subarray(at + 4, at + 4 + length);
      values.push(type === 'S' ? new TextDecoder().decode(content) : content);
      at += 4 + length;
    } else {
      const length = view.getUint32(at + 8, true);
      values.push(readArray(source, type, at));
      at += 12 + length;
    }
    if (at > end) throw new Error(`the record at byte ${start} is cut off`);
  }
  return values;
}

const SCALARS: Readonly<Record<string, { bytes: number; read(view: DataView, at: number): FbxValue }>> = {
  Y: { bytes: 2, read: (view, at) => view.getInt16(at, true) },
  C: { bytes: 1, read: (view, at) => view.getUint8(at) !== 0 },
  I: { bytes: 4, read: (view, at) => view.getInt32(at, true) },
  F: { bytes: 4, read: (view, at) => view.getFloat32(at, true) },
  D: { bytes: 8, read: (view, at) => view.getFloat64(at, true) },
  L: { bytes: 8, read: (view, at) => view.getBigInt64(at, true) },
};

const ARRAYS: Readonly<Record<string, { bytes: number; of(buffer: ArrayBuffer): FbxValue }>> = {
  f: { bytes: 4, of: (buffer) => new Float32Array(buffer) },
  d: { bytes: 8, of: (buffer) => new Float64Array(buffer) },
  i: { bytes: 4, of: (buffer) => new Int32Array(buffer) },
  l: { bytes: 8, of: (buffer) => new BigInt64Array(buffer) },
  b: { bytes: 1, of: (buffer) => new Uint8Array(buffer) },
};

/** An array: its length, whether it is deflated, its bytes in the file, and these. */
function readArray({ view, bytes, spend }: Source, type: string, at: number): FbxValue {
  const kind = ARRAYS[type];
  if (kind === undefined) throw new Error(`a value is of the unknown type ${JSON.stringify(type)}`);
  const [length, encoding, stored] = [0, 4, 8].map((offset) => view.getUint32(at + offset, true));
  const size = length * kind.bytes;
  const content = bytes.subarray(at + 12, at + 12 + stored);
  const possible = encoding === 0 ? size === content.length : encoding === 1 && size <= INFLATION * content.length;
  if (!possible) throw new Error(`an array at byte ${at} cannot hold its ${length} numbers`);
  if (encoding === 0) return kind.of(new Uint8Array(content).buffer);
  spend(size);
  const out = new Uint8Array(size);
  const { length: held } = unzlibSync(content, { out });
  if (held !== size) throw new Error(`an array at byte ${at} holds fewer numbers than it says`);
  return kind.of(out.buffer);
}
