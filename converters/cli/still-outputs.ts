import type { Format, Output } from './plan.js';
import type { Say } from './run-jobs.js';

/** A mesh as it stands, without bones. */
const STILL: readonly Format[] = ['obj', 'ply'];

/** Warns of each output that holds one frame of a motion: nobody would see it before the file is opened. */
export function warnStillOutputs(outputs: readonly Output[], frames: number, say: Say): void {
  if (frames < 2) return;
  for (const { format, file } of outputs) {
    if (!STILL.includes(format)) continue;
    say(`warning: ${file} holds one frame of ${frames}: ${format.toUpperCase()} cannot move`);
  }
}
