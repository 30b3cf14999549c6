/** What JSON holds, before anybody knows what it means. */

/**
 * The value of a JSON text, with null for the bare NaN and Infinity that Python's json.dumps writes; undefined when it
 * is none.
 */
export function parseJson(text: string): unknown {
  const value = parsed(text);
  return value instanceof Error ? undefined : value;
}

/** What is wrong with a text that is no JSON, in the words of the engine, on one line. */
export function complaintAbout(text: string): string {
  const value = parsed(text);
  return value instanceof Error ? value.message.replace(/[\s\p{C}]+/gu, ' ') : '';
}

function parsed(text: string): unknown {
  const value = strictlyParsed(text);
  return value instanceof Error && NOT_A_NUMBER.test(text) ? strictlyParsed(withNulls(text)) : value;
}

function strictlyParsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return error;
  }
}

const NOT_A_NUMBER = /\b(NaN|Infinity)\b/;

/** Null for NaN and Infinity outside strings. */
function withNulls(text: string): string {
  const parts: string[] = [];
  for (let at = 0; at < text.length; ) {
    const open = text.indexOf('"', at);
    const end = open < 0 ? text.length : open;
    parts.push(text.slice(at, end).replace(/-?\b(NaN|Infinity)\b/g, 'null'));
    at = endOfString(text, end);
    parts.push(text.slice(end, at));
  }
  return parts.join('');
}

/** Where the string that begins at `open` has ended; a loop, since regular expressions overflow on long strings. */
function endOfString(text: string, open: number): number {
  let at = open + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return Math.min(text.length, at + 1);
}

/** The text of a file: UTF-8, or UTF-16 as Windows' shell writes it. */
export function textOf(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const isLittle = (first === 0xff && second === 0xfe) || (first > 0 && second === 0);
  const isBig = (first === 0xfe && second === 0xff) || (first === 0 && second > 0);
  return new TextDecoder(isLittle ? 'utf-16le' : isBig ? 'utf-16be' : 'utf-8').decode(bytes);
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isFiniteNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

/** n finite numbers. */
export const isTuple = (value: unknown, n: number): value is number[] =>
  Array.isArray(value) && value.length === n && value.every(isFiniteNumber);

export const isNumbers = (value: unknown): value is number[] => Array.isArray(value) && value.every(isFiniteNumber);

/** A list of numbers with NaN for null, which is what JSON makes of it; null when it holds anything else. */
export const numbersOrNaN = (value: unknown): number[] | null =>
  Array.isArray(value) && value.every((number) => number === null || isFiniteNumber(number))
    ? value.map((number) => number ?? Number.NaN)
    : null;

/** The same of triples, x, y and confidence of each keypoint, of which there must be one. */
export function triplesOrNaN(value: unknown): number[] | null {
  const numbers = numbersOrNaN(value);
  return numbers !== null && numbers.length > 0 && numbers.length % 3 === 0 ? numbers : null;
}

/** The beginning of a value, for messages. */
export const show = (value: unknown): string => JSON.stringify(value)?.slice(0, 60) ?? 'missing';
