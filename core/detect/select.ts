import { FitError, quoted } from '../error.js';
import type { Detection } from '../types.js';

/** Whom to fit: the most prominent person, everybody, or the Nth (from 1, most prominent first). */
export type PersonChoice = 'best' | 'all' | number;

/** @throws FitError usage for what is none of these */
export function expectPersonChoice(choice: PersonChoice): void {
  if (choice === 'best' || choice === 'all' || (Number.isInteger(choice) && (choice as number) >= 1)) return;
  throw new FitError(
    'usage',
    'person',
    `${quoted(choice)} is not a choice of people.`,
    'Choose best, all, or a number from 1.',
  );
}

/**
 * The people chosen, in the order of `found`.
 *
 * @throws FitError usage for a choice that there is not, not-found when there is no Nth person
 */
export function selectPeople(where: string, found: readonly Detection[], choice: PersonChoice): Detection[] {
  expectPersonChoice(choice);
  if (choice === 'all') return [...found];
  if (choice === 'best') return found.slice(0, 1);
  if (found.length === 0) return [];
  const person = found[choice - 1];
  if (person !== undefined) return [person];
  const what = `person ${choice} was asked for, ${found.length} ${found.length === 1 ? 'was' : 'were'} found.`;
  throw new FitError(
    'not-found',
    where,
    what,
    `Choose ${found.length === 1 ? '1' : `1 to ${found.length}`}, best or all.`,
  );
}
