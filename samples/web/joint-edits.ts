import type { Session } from './session.js';

/** Fits put the body exactly there, or no longer. */
export const togglePin = ({ workbench, step }: Session, k: number): Promise<boolean> =>
  step(() => {
    workbench.pinKeypoint(k, workbench.person?.edits[k].pinned !== true);
    return workbench.refit();
  });

/** Of its bone's two ways in depth the other; turned already, the one that fits find. */
export const turnInDepth = ({ workbench, step }: Session, k: number): Promise<boolean> =>
  step(async () => {
    await workbench.turnKeypoint(k);
    return workbench.fit();
  });

/** Fits leave the joint out, or no longer. */
export const toggleOff = ({ workbench, step }: Session, k: number): Promise<boolean> =>
  step(() => {
    workbench.switchKeypoint(k, workbench.person?.edits[k].off === true);
    return workbench.refit();
  });
