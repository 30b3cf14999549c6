import { FitError } from '../../core/error.js';

/** Exit codes of the command. */
export const EXIT = { ok: 0, failure: 1, usage: 2, nobody: 3 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/**
 * One line for what went wrong, and its exit code. Anything but a FitError is a bug and keeps its stack.
 */
export function reportError(error: unknown): ExitCode {
  if (!(error instanceof FitError)) throw error;
  process.stderr.write(`photorig: ${error.message}\n`);
  if (error.code === 'usage') return EXIT.usage;
  return error.code === 'nobody' ? EXIT.nobody : EXIT.failure;
}
