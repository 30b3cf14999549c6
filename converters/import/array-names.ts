import type { ArraySource } from '../../models/array-source.js';

/** Enough to know the file by; each is cut after so many letters. */
const MAX_NAMES = 16;
const LONGEST = 32;

/** The names of a file's arrays for a message, those in its dicts as `dict/array`. */
export function namesIn(source: ArraySource): string {
  const dicts = source.dicts();
  const names = source.names.slice(0, MAX_NAMES).flatMap((name) => {
    const inner = dicts.get(name)?.names.slice(0, MAX_NAMES);
    return inner === undefined ? [readable(name)] : inner.map((own) => `${readable(name)}/${readable(own)}`);
  });
  if (names.length === 0) return 'nothing';
  const more = source.names.length > MAX_NAMES || names.length > MAX_NAMES ? ' ...' : '';
  return names.slice(0, MAX_NAMES).join(', ') + more;
}

/** A file may call its arrays anything: a message is one line. */
const readable = (name: string): string => name.slice(0, LONGEST).replace(/[^\x20-\x7e]/g, '?');
