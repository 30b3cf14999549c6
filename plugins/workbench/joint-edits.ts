import type { Workbench } from './workbench.js';

/** What clicks and keys do to joint k of the chosen person, and the fit by it: jobs, of which the host makes a step each. */

/** Fits put the body exactly there, or no longer. */
export function togglePin(workbench: Workbench, k: number): Promise<unknown> {
  workbench.pinKeypoint(k, workbench.person?.edits[k].pinned !== true);
  return workbench.refit();
}

/** Fits leave the joint out, or no longer. */
export function toggleOff(workbench: Workbench, k: number): Promise<unknown> {
  workbench.switchKeypoint(k, workbench.person?.edits[k].off === true);
  return workbench.refit();
}

/** Of its bone's two ways in depth the other; turned already, the one that fits find. */
export async function turnInDepth(workbench: Workbench, k: number): Promise<unknown> {
  await workbench.turnKeypoint(k);
  return workbench.fit();
}

/** Whether hands may change joints: not while a task or a step runs, or the body is on its way to a joint that was let go of. */
export const isFree = ({ busy, isDragging, isStepping }: Workbench): boolean =>
  busy === null && !isDragging && !isStepping;
