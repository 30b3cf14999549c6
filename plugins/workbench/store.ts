import { FitError } from '../../core/error.js';
import type { Cause, Listener, Task, WorkbenchEvent } from './events.js';
import { createHistory } from './history.js';
import { takenBack } from './keypoint-edits.js';
import { type Person, type WorkbenchState, withPerson } from './state.js';
import { createTurns } from './turns.js';

/** The state of a workbench, its history, who listens, and the one task that may run. */
export interface Store {
  readonly state: WorkbenchState;
  readonly busy: Task | null;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly isStepping: boolean;
  emit(event: WorkbenchEvent): void;
  subscribe(listener: Listener): () => void;
  /** Another state, no step of the history. */
  show(next: WorkbenchState, cause: Cause): void;
  /** An earlier state, no step of the history: what fits did since is taken back. */
  takeBack(earlier: WorkbenchState, cause: Cause): void;
  /** Another state, a step of the history from `before`, by default the present state. */
  commit(next: WorkbenchState, cause: Cause, before?: WorkbenchState): void;
  /** The chosen person in another form, a step of the history. */
  edit(where: string, change: (person: Person) => Person, cause: Cause): void;
  /** Nothing while a step runs. */
  undo(): void;
  redo(): void;
  forget(): void;
  /** @throws FitError usage when nobody is chosen */
  chosen(where: string): Person;
  /** Tells of a failure in a sentence and throws it. An abort is no failure. */
  fail(error: unknown): never;
  /** Runs a job unless another one runs. */
  run<T>(task: Task, job: () => Promise<T>): Promise<T>;
  /** Keeps steps waiting until the answer is called. */
  begin(): () => void;
  /** Runs a job, when nothing else is at work, whose changes are one step; see Workbench.step. */
  step(job: () => unknown): Promise<void>;
  close(): void;
}

const NAMES: Readonly<Record<Task, string>> = {
  open: 'reading a picture',
  detect: 'a search for people',
  fit: 'a fit',
  export: 'an export',
};

export function createStore(initial: WorkbenchState, historyLimit: number): Store {
  const listeners = new Set<Listener>();
  const history = createHistory<WorkbenchState>(historyLimit);
  const turns = createTurns();
  let state = initial;
  let busy: Task | null = null;
  let isStepping = false;
  /** Counts what takes the state somewhere else than on: a step has then nothing to take back any more, and is none. */
  let returns = 0;

  const store: Store = {
    get state() {
      return state;
    },
    get busy() {
      return busy;
    },
    get canUndo() {
      return history.canUndo;
    },
    get canRedo() {
      return history.canRedo;
    },
    get isStepping() {
      return isStepping;
    },
    emit(event) {
      for (const listener of [...listeners]) listener(event);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    show(next, cause) {
      if (cause === 'undo' || cause === 'restore' || cause === 'open') returns += 1;
      state = next;
      store.emit({ type: 'state', state, cause });
    },
    takeBack(earlier, cause) {
      const people = earlier.people.map((person, i) => takenBack(person, state.people[i]));
      const isSame = people.every((person, i) => person === earlier.people[i]);
      store.show(isSame ? earlier : { ...earlier, people }, cause);
    },
    commit(next, cause, before = state) {
      if (isStepping) return store.show(next, cause);
      history.record(before);
      store.show(next, cause);
      store.emit({ type: 'step', before, state: next });
    },
    edit(where, change, cause) {
      store.commit(withPerson(state, state.chosen, change(store.chosen(where))), cause);
    },
    // What a step has done by now is half of it: nothing to come back to.
    undo() {
      if (!isStepping) store.takeBack(history.undo(state) ?? state, 'undo');
    },
    redo() {
      if (!isStepping) store.show(history.redo(state) ?? state, 'undo');
    },
    forget: history.clear,
    chosen(where) {
      const person = state.people[state.chosen];
      if (person !== undefined) return person;
      return store.fail(new FitError('usage', where, 'nobody is chosen.', 'Find people first, or add a person.'));
    },
    fail(error) {
      if (!isAbort(error)) store.emit({ type: 'problem', message: sentenceOf(error), error });
      throw error;
    },
    async run(task, job) {
      if (busy !== null) {
        const todo = 'Wait for it, or stop it first.';
        return store.fail(new FitError('usage', task, `${NAMES[busy]} is still running.`, todo));
      }
      busy = task;
      const end = turns.begin();
      store.emit({ type: 'busy', task });
      try {
        return await job();
      } catch (error) {
        return store.fail(error);
      } finally {
        busy = null;
        end();
        store.emit({ type: 'busy', task: null });
      }
    },
    begin: turns.begin,
    async step(job) {
      const turn = turns.alone();
      const end = turn instanceof Promise ? await turn : turn;
      const before = state;
      const begun = returns;
      isStepping = true;
      try {
        await job();
        isStepping = false;
        if (state === before || returns !== begun) return;
        history.record(before);
        store.emit({ type: 'step', before, state });
      } catch (error) {
        if (state !== before && returns === begun) store.show(withChosen(before, state.chosen), 'restore');
        throw error;
      } finally {
        isStepping = false;
        end();
      }
    },
    close: () => listeners.clear(),
  };
  return store;
}

/** Whom one looks at is no part of what is taken back. */
const withChosen = (state: WorkbenchState, chosen: number): WorkbenchState =>
  chosen === state.chosen || state.people[chosen] === undefined ? state : { ...state, chosen };

const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError';

/** What the user reads. A FitError's message is a sentence; whatever else escapes is a bug, and said so. */
function sentenceOf(error: unknown): string {
  if (error instanceof FitError) return error.message;
  return `Something went wrong that should not (${error instanceof Error ? error.message : String(error)}).`;
}
