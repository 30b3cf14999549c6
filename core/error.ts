/** What kind of failure a FitError is; the command line turns it into an exit code. */
export type FitErrorCode = 'usage' | 'bad-input' | 'not-found' | 'cannot-write' | 'nobody' | 'unsupported';

/**
 * The only error this project throws on purpose. Its message has three parts, in this order: where it happened, what
 * was found, what to do. Anything else that escapes is a bug.
 */
export class FitError extends Error {
  override readonly name = 'FitError';
  readonly code: FitErrorCode;
  /** The file, option or function that is to blame. */
  readonly where: string;
  /** What was found, a sentence. */
  readonly what: string;
  /** What to do about it, a sentence. */
  readonly todo: string;

  constructor(code: FitErrorCode, where: string, what: string, todo: string, options?: { cause?: unknown }) {
    super(`${where}: ${what} ${todo}`.trim(), options);
    this.code = code;
    this.where = where;
    this.what = what;
    this.todo = todo;
  }
}

/**
 * Throws a FitError unless `value` is one of the choices.
 *
 * @param name  what messages call such a value
 * @param where default: the name
 */
export function expectChoice<Choice extends string>(
  name: string,
  value: string,
  choices: readonly Choice[],
  where = name,
): asserts value is Choice {
  if ((choices as readonly string[]).includes(value)) return;
  throw new FitError('usage', where, `there is no ${name} called ${value}.`, `Choose one of ${choices.join(', ')}.`);
}

/** Throws a FitError unless `value` is of a kind: forms and query strings give text for everything. */
export function expectType(name: string, value: unknown, type: 'string' | 'number' | 'boolean'): void {
  if (typeof value === type) return;
  throw new FitError('usage', name, `${quoted(value)} is not a ${type}.`, 'Check the options.');
}

/** A value in a message: text in quotes, or '1' would look like the 1 that is asked for. */
export const quoted = (value: unknown): string => (typeof value === 'string' ? JSON.stringify(value) : String(value));

/** Throws a FitError unless `value` is an object with these fields: what JavaScript passes may be anything. */
export function expectFields(
  where: string,
  value: unknown,
  fields: readonly string[],
  what: string,
  todo: string,
): void {
  const given: Record<string, unknown> = Object(value);
  if (!fields.every((field) => given[field] !== undefined)) throw new FitError('usage', where, what, todo);
}

/**
 * Throws a FitError where the same thing is said in two ways.
 *
 * @param options by name; undefined and false say nothing
 * @param prefix  of options' names, as the caller's users know them: `--`
 */
export function expectOneOf(options: Readonly<Record<string, unknown>>, what: string, prefix = ''): void {
  const given = Object.keys(options).filter((name) => options[name] !== undefined && options[name] !== false);
  if (given.length < 2) return;
  const names = given.map((name) => prefix + name).join(' and ');
  throw new FitError('usage', names, what, 'Give one of them.');
}

/** Throws a FitError unless all numbers of `array` are finite. */
export function expectFinite(where: string, name: string, array: ArrayLike<number>): void {
  for (let i = 0; i < array.length; i++) {
    if (Number.isFinite(array[i])) continue;
    throw new FitError('bad-input', where, `${name}[${i}] is ${array[i]}.`, 'Give finite numbers.');
  }
}

/** Throws a FitError unless `array` has `length` entries: the check of a stated shape at a boundary. */
export function expectLength(where: string, name: string, array: ArrayLike<unknown>, length: number): void {
  if (array.length === length) return;
  throw new FitError(
    'bad-input',
    where,
    `${name} has ${array.length} numbers, expected ${length}.`,
    'Check the shapes of the input.',
  );
}
