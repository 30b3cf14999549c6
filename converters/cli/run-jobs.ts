import { EXIT, type ExitCode, reportError } from './exit.js';
import type { Job } from './plan.js';

/** What becomes of a command's messages. */
export type Say = (line: string) => void;

/** Messages go to stderr: stdout is for results. */
export const sayUnless =
  (quiet: boolean): Say =>
  (line) => {
    if (!quiet) process.stderr.write(`${line}\n`);
  };

/**
 * Does one job after the other; one that fails does not stop the others, and the last line counts.
 *
 * @param run false when nobody was found
 */
export async function runJobs(jobs: readonly Job[], say: Say, run: (job: Job) => Promise<boolean>): Promise<ExitCode> {
  const count = { done: 0, nobody: 0, failed: 0 };
  for (const job of jobs) {
    try {
      count[(await run(job)) ? 'done' : 'nobody']++;
    } catch (error) {
      const code = reportError(error);
      if (jobs.length === 1) return code;
      count.failed++;
    }
  }
  if (jobs.length > 1) say(`${count.done} done, ${count.nobody} without people, ${count.failed} failed`);
  if (count.failed > 0) return EXIT.failure;
  return count.nobody > 0 ? EXIT.nobody : EXIT.ok;
}

/**
 * A reader of photos that is one ahead: whoever asks for one gets it, and the next of the list is decoded meanwhile. It
 * holds one photo more than there would be otherwise.
 *
 * @param files in the order in which they will be asked for
 */
export function readAhead<Photo>(files: readonly string[], read: (file: string) => Promise<Photo>): typeof read {
  let ahead: { readonly file: string; readonly image: Promise<Photo> } | null = null;
  return async (file) => {
    const image = ahead?.file === file ? ahead.image : read(file);
    ahead = null;
    try {
      return await image;
    } finally {
      const next = files[files.indexOf(file) + 1];
      if (next !== undefined) {
        ahead = { file: next, image: read(next) };
        ahead.image.catch(() => {}); // whoever asks for it hears of it
      }
    }
  };
}

/** Says that nobody was found. Not among the messages that --quiet silences: it explains the exit code. */
export function reportNobody(input: string, isPlaceGiven: boolean): void {
  const where = isPlaceGiven ? 'at this place of the picture' : 'in the picture';
  process.stderr.write(`photorig: ${input}: nobody was found ${where}.\n`);
}
