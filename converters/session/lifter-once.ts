import type { Skeleton } from '../../core/body/skeleton.js';
import type { InferenceRuntime } from '../../core/detect/runtime.js';
import { FitError } from '../../core/error.js';
import type { Lifter } from '../../core/lift/lifter.js';
import { openLifter } from '../../core/lift/open-lifter.js';

/**
 * Opens the lifter at the first call and keeps it; one that could not be had is asked for again by the next call.
 *
 * @param onNotice told of the one that could not be had
 */
export function lifterOnce(
  runtime: InferenceRuntime,
  skeleton: Skeleton,
  knownShape: boolean,
  onNotice: (message: string) => void = () => {},
): () => Promise<Lifter> {
  let lifter: Promise<Lifter> | undefined;
  const telling: InferenceRuntime = {
    load: (name) =>
      runtime.load(name).catch((error: unknown) => {
        lifter = undefined;
        if (error instanceof FitError) onNotice(`${error.message} Fits go on without it, slower and less sure.`);
        throw error;
      }),
  };
  return () => {
    lifter ??= openLifter(telling, skeleton, knownShape);
    return lifter;
  };
}
