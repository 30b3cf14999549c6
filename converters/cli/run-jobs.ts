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

/** Says that nobody was found. Not among the messages that --quiet silences: it explains the exit code. */
export function reportNobody(input: string, isPlaceGiven: boolean): void {
  const where = isPlaceGiven ? 'at this place of the picture' : 'in the picture';
  process.stderr.write(`photorig: ${input}: nobody was found ${where}.\n`);
}
