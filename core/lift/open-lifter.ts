import type { Skeleton } from '../body/skeleton.js';
import type { InferenceRuntime } from '../detect/runtime.js';
import { FitError } from '../error.js';
import { createLifter, type Lifter } from './lifter.js';

/** What is left where the network cannot be had: the fit then searches from nothing. */
const NO_LIFTER: Lifter = { lift: async () => null, liftEach: async (people) => people.map(() => null) };

/**
 * The lifter of a body by the runtime's network. A runtime that has no such network, or no network at all, gives one that
 * lifts nothing: fits are then slower and less sure, not impossible.
 *
 * @param knownShape as createLifter takes it
 */
export async function openLifter(runtime: InferenceRuntime, skeleton: Skeleton, knownShape: boolean): Promise<Lifter> {
  try {
    return createLifter(await runtime.load('lifter'), skeleton, knownShape);
  } catch (error) {
    if (error instanceof FitError) return NO_LIFTER;
    throw error;
  }
}
