import type { Turns } from './turns.js';

/** Jobs whose changes are one step of the history. */
export interface Steps<State> {
  readonly isStepping: boolean;
  /** Whether what changes now is part of a step: not any more where the one that runs was interrupted. */
  readonly isCollecting: boolean;
  /** The state without what the step that runs has done by now; the present one where none does. */
  readonly stateBeforeStep: State;
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

export function createSteps<State extends object>(host: StepHost<State>, turns: Turns): Steps<State> {
  let isStepping = false;
  /** Where the step that runs leads on from; null without one, and once it is interrupted. */
  let begun: State | null = null;
  const before = (): State => begun ?? host.state;
  /** Ends the step, and does with it what is to be done, if it is one. */
  function finish(what: 'done' | 'takeBack'): void {
    const from = before();
    begun = null;
    if (from !== host.state) host[what](from);
  }
  return {
    get isStepping() {
      return isStepping;
    },
    get isCollecting() {
      return begun !== null;
    },
    get stateBeforeStep() {
      return before();
    },
    interrupt() {
      begun = null;
    },
    async step(job) {
      const turn = turns.alone();
      const end = turn instanceof Promise ? await turn : turn;
      begun = host.state;
      isStepping = true;
      try {
        await job();
        isStepping = false;
        finish('done');
      } catch (error) {
        finish('takeBack');
        throw error;
      } finally {
        isStepping = false;
        end();
      }
    },
  };
}
