import type { Fitter } from './fitter.js';

/** Prepares a fitter for masks, too, while something else is waited for. */
export function prepareFitter(fitter: Fitter): void {
  try {
    fitter.prepare(true);
  } catch {
    // A body that cannot be prepared: the fit meets it again, where somebody is told.
  }
}
