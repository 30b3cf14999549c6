/** The bytes of a pickle, read from the start. Whatever goes past their end is refused before it is allocated. */
export interface PickleInput {
  /** The next `count` bytes, not copied. */
  take(count: number): Uint8Array;
  byte(): number;
  /** Little-endian. */
  unsigned(bytes: 2 | 4 | 8): number;
  /** IEEE 754, big-endian. */
  double(): number;
  /** Text up to the end of the line, Latin-1. */
  line(): string;
}

export function createPickleInput(bytes: Uint8Array, fail: (what: string) => never): PickleInput {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const take = (count: number): Uint8Array => {
    if (!(count <= bytes.length - at)) fail('the pickle is cut off.');
    at += count;
    return bytes.subarray(at - count, at);
  };
  return {
    take,
    byte: () => take(1)[0],
    unsigned: (count) => take(count).reduceRight((sum, byte) => sum * 256 + byte, 0),
    double() {
      take(8);
      return view.getFloat64(at - 8, false);
    },
    line() {
      const end = bytes.indexOf(0x0a, at);
      const content = latin1(take(end < 0 ? Number.POSITIVE_INFINITY : end - at));
      take(1);
      return content.replace(/\r$/, '');
    },
  };
}

/** Letters at a time: as many arguments as every engine takes. */
const CHUNK = 8192;

/** Not TextDecoder's "latin1", which is Windows-1252: it has other letters from 128 to 159. */
export function latin1(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += CHUNK) text += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return text;
}

export const utf8 = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

export function latin1Bytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

/** Little-endian two's complement of up to 8 bytes; null for more. */
export function signedInteger(bytes: Uint8Array): number | null {
  if (bytes.length > 8) return null;
  const value = bytes.reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n);
  return Number(BigInt.asIntN(8 * bytes.length, value));
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/** The bytes of a string in quotes as Python 2 writes it, escapes resolved; null without quotes. */
export function unquoted(line: string): Uint8Array | null {
  const inner = /^(['"])(.*)\1$/s.exec(line)?.[2];
  if (inner === undefined) return null;
  const plain = inner.replace(/\\(?:x([0-9a-f]{2})|(.))/gi, (_, hex?: string, letter = '') =>
    hex === undefined ? (ESCAPES[letter] ?? letter) : String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return latin1Bytes(plain);
}

/** Text of protocol 0: Latin-1, with line ends, backslashes and all else as \uXXXX. */
export const unescaped = (line: string): string =>
  line.replace(/\\u([0-9a-f]{4})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
