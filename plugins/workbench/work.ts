import { indexOf } from './state.js';
import type { Workbench } from './workbench.js';

/** What the buttons of a panel begin, and what Stop stops. */
export interface Work {
  /** For what is begun now. */
  signal(): AbortSignal;
  run(job: (signal: AbortSignal) => Promise<unknown>): void;
  stop(): void;
}

/** @param tell told of what fails; the workbench's own failures are told by its problem events, too */
export function createWork(tell: (error: unknown) => void): Work {
  let controller = new AbortController();
  const signal = (): AbortSignal => {
    if (controller.signal.aborted) controller = new AbortController();
    return controller.signal;
  };
  return {
    signal,
    run: (job) => void job(signal()).catch(tell),
    stop: () => controller.abort(),
  };
}

/**
 * Whoever is chosen is taken out, and the camera's tilt is asked anew of those who stay, where people tell it: one step.
 * Nothing where nobody is chosen.
 */
export async function removed(workbench: Workbench, signal: AbortSignal): Promise<void> {
  const { person } = workbench;
  if (person === null) return;
  await workbench.step(() => {
    const index = indexOf(workbench.state, person.id);
    if (index < 0) return; // gone while this waited for its turn
    workbench.removePerson(index);
    const { upright, pitch } = workbench.state.options;
    if (upright && pitch === null) return workbench.refit({ people: 'fitted', signal });
  });
}

/** Left for right, and the body that follows: one step. */
export const mirrored = (workbench: Workbench, signal: AbortSignal): Promise<void> =>
  workbench.step(() => {
    workbench.mirror();
    return workbench.refit({ signal });
  });
