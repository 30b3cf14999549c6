/** What JSON holds, before anybody knows what it means. */

/** The value of a JSON text; undefined when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isFiniteNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

/** n finite numbers. */
export const isTuple = (value: unknown, n: number): value is number[] =>
  Array.isArray(value) && value.length === n && value.every(isFiniteNumber);

export const isNumbers = (value: unknown): value is number[] => Array.isArray(value) && value.every(isFiniteNumber);

/** The beginning of a value, for messages. */
export const show = (value: unknown): string => JSON.stringify(value)?.slice(0, 60) ?? 'missing';
