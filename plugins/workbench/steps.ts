import type { Turns } from './turns.js';

/** Jobs whose changes are one step of the history. */
export interface Steps {
  readonly isStepping: boolean;
  /** The state is taken somewhere else than on: the step that runs has then nothing to take back any more, and is none. */
  interrupt(): void;
  /** Runs a job, when nothing else is at work, whose changes are one step; see Workbench.step. */
  step(job: () => unknown): Promise<void>;
}

/** What a step is between. */
export interface StepHost<State> {
  readonly state: State;
  /** The step from that state to the present one is done. */
  done(before: State): void;
  /** It failed: all is to be as it was. */
  takeBack(before: State): void;
}

export function createSteps<State>(host: StepHost<State>, turns: Turns): Steps {
  let isStepping = false;
  let interrupted = 0;
  return {
    get isStepping() {
      return isStepping;
    },
    interrupt() {
      interrupted += 1;
    },
    async step(job) {
      const turn = turns.alone();
      const end = turn instanceof Promise ? await turn : turn;
      const before = host.state;
      const begun = interrupted;
      const isChanged = (): boolean => host.state !== before && interrupted === begun;
      isStepping = true;
      try {
        await job();
        isStepping = false;
        if (isChanged()) host.done(before);
      } catch (error) {
        if (isChanged()) host.takeBack(before);
        throw error;
      } finally {
        isStepping = false;
        end();
      }
    },
  };
}
