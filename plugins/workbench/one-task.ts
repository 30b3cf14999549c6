import { FitError } from '../../core/error.js';
import type { Events, Task } from './events.js';

/** The one task that may run. */
export interface OneTask {
  readonly busy: Task | null;
  /** Runs a job unless another one runs. */
  run<T>(task: Task, job: () => Promise<T>): Promise<T>;
}

const NAMES: Readonly<Record<Task, string>> = {
  open: 'reading a picture',
  detect: 'a search for people',
  fit: 'a fit',
  export: 'an export',
};

/** @param begin keeps steps waiting until its answer is called */
export function createOneTask({ emit, fail }: Events, begin: () => () => void): OneTask {
  let busy: Task | null = null;
  return {
    get busy() {
      return busy;
    },
    async run(task, job) {
      if (busy !== null) {
        const todo = 'Wait for it, or stop it first.';
        return fail(new FitError('usage', task, `${NAMES[busy]} is still running.`, todo));
      }
      busy = task;
      const end = begin();
      emit({ type: 'busy', task });
      try {
        return await job();
      } catch (error) {
        return fail(error);
      } finally {
        busy = null;
        end();
        emit({ type: 'busy', task: null });
      }
    },
  };
}
