import { type NpyData, npyType } from './npy.js';

/** An array to pickle, C order. */
export interface PickledArray {
  readonly data: NpyData;
  readonly shape: readonly number[];
}

/** Strings are ASCII. */
export type PickledEntry = PickledArray | readonly string[] | string | number;

/**
 * A dict as a pickle of protocol 2, which Python 2 and 3 both read without options: keys and names are the byte strings
 * that either takes for its own str, numbers of arrays go as Latin-1 text through _codecs.encode as Python 3 itself
 * writes them.
 */
export function writePickle(entries: Readonly<Record<string, PickledEntry>>): Uint8Array {
  const parts = [Uint8Array.of(0x80, 2), ascii('}(')];
  for (const [key, entry] of Object.entries(entries)) {
    parts.push(shortString(key));
    if (typeof entry === 'string') parts.push(shortString(entry));
    else if (typeof entry === 'number') parts.push(double(entry));
    else if ('data' in entry) parts.push(...arrayParts(entry));
    else parts.push(ascii(']('), ...entry.map(shortString), ascii('e'));
  }
  parts.push(ascii('u.'));
  return joined(parts);
}

/**
 * numpy.core.multiarray._reconstruct(numpy.ndarray, (0,), 'b') and its state: (1, shape, dtype, not Fortran, bytes).
 */
function arrayParts({ data, shape }: PickledArray): Uint8Array[] {
  const endian = data.BYTES_PER_ELEMENT === 1 ? '|' : '<';
  return [
    ascii('cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\0\x85'),
    shortString('b'),
    ascii('\x87R(K\x01('),
    ...shape.map(integer),
    ascii('tcnumpy\ndtype\n'),
    shortString(npyType(data)),
    ascii('K\0K\x01\x87R(K\x03'),
    shortString(endian),
    ascii('NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\0tb\x89'),
    ascii('c_codecs\nencode\n'),
    latin1AsUnicode(new Uint8Array(data.buffer, data.byteOffset, data.byteLength)),
    shortString('latin1'),
    ascii('\x86Rtb'),
  ];
}

const ascii = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

/** SHORT_BINSTRING: str in Python 2 and, being ASCII, in Python 3. */
const shortString = (text: string): Uint8Array => ascii(`U${String.fromCharCode(text.length)}${text}`);

function integer(value: number): Uint8Array {
  const out = new Uint8Array(5);
  out[0] = 'J'.charCodeAt(0);
  new DataView(out.buffer).setInt32(1, value, true);
  return out;
}

function double(value: number): Uint8Array {
  const out = new Uint8Array(9);
  out[0] = 'G'.charCodeAt(0);
  new DataView(out.buffer).setFloat64(1, value, false);
  return out;
}

/** BINUNICODE: each byte as the character of its number, in UTF-8. */
function latin1AsUnicode(bytes: Uint8Array): Uint8Array {
  const wide = bytes.reduce((count, byte) => count + (byte >> 7), 0);
  const out = new Uint8Array(5 + bytes.length + wide);
  out[0] = 'X'.charCodeAt(0);
  new DataView(out.buffer).setUint32(1, bytes.length + wide, true);
  let at = 5;
  for (const byte of bytes) {
    if (byte > 127) out[at++] = 0xc0 | (byte >> 6);
    out[at++] = byte > 127 ? 0x80 | (byte & 63) : byte;
  }
  return out;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
