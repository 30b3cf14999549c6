import type { Format, Output } from './plan.js';
import type { Say } from './run-jobs.js';

/** What a format makes of a motion of T frames that it cannot hold. */
const STILL: Readonly<Partial<Record<Format, (T: number) => string>>> = {
  obj: (T) => `one frame of ${T}: OBJ cannot move`,
  ply: (T) => `one frame of ${T}: PLY cannot move`,
  pkl: (T) => `the first frame of ${T}: SMPLify has results of photos, write an .npz`,
  vrm: (T) => `none of ${T} frames: a VRM is in the T-pose, write a .vrma`,
};

/** Warns of each output that holds less than the motion: nobody would see it before the file is opened. */
export function warnStillOutputs(outputs: readonly Output[], frames: number, say: Say): void {
  if (frames < 2) return;
  const hasVrma = outputs.some(({ format }) => format === 'vrma');
  for (const { format, file } of outputs) {
    // The two files of VRM belong together: who asks for both knows which of them moves.
    if (format === 'vrm' && hasVrma) continue;
    const held = STILL[format]?.(frames);
    if (held !== undefined) say(`warning: ${file} holds ${held}`);
  }
}
