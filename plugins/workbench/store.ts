import { FitError } from '../../core/error.js';
import { type Cause, createEvents, type Events } from './events.js';
import { createHistory } from './history.js';
import { takenBack } from './keypoint-edits.js';
import { createOneTask, type OneTask } from './one-task.js';
import { indexOf, type Person, type WorkbenchState, withPerson } from './state.js';
import { createSteps, type Steps } from './steps.js';
import { createTurns } from './turns.js';

/** The state of a workbench, its history, who listens, and the one task that may run. */
export interface Store extends Events, OneTask, Omit<Steps<WorkbenchState>, 'interrupt' | 'isCollecting'> {
  readonly state: WorkbenchState;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** Another state, no step of the history. */
  show(next: WorkbenchState, cause: Cause): void;
  /** An earlier state, no step of the history: what fits did since is taken back. */
  takeBack(earlier: WorkbenchState, cause: Cause): void;
  /** Another state, a step of the history from `before`, by default the present state. */
  commit(next: WorkbenchState, cause: Cause, before?: WorkbenchState): void;
  /** The chosen person, or the one at `index`, in another form, a step of the history. */
  edit(where: string, change: (person: Person) => Person, cause: Cause, index?: number): void;
  /** Nothing while a step runs. */
  undo(): void;
  redo(): void;
  forget(): void;
  /** @throws FitError usage when nobody is chosen */
  chosen(where: string): Person;
  /** @throws FitError usage when there is nobody at that index */
  personAt(index: number): Person;
  /** Keeps steps waiting until the answer is called. */
  begin(): () => void;
}

export function createStore(initial: WorkbenchState, historyLimit: number): Store {
  const events = createEvents();
  const history = createHistory<WorkbenchState>(historyLimit);
  const turns = createTurns();
  const tasks = createOneTask(events, turns.begin);
  let state = initial;
  const steps = createSteps<WorkbenchState>(
    {
      get state() {
        return state;
      },
      done(before) {
        history.record(before);
        events.emit({ type: 'step', before, state });
      },
      takeBack: (before) => store.show(withChosen(before, state), 'restore'),
    },
    turns,
  );

  const store: Store = {
    ...events,
    get state() {
      return state;
    },
    get busy() {
      return tasks.busy;
    },
    get canUndo() {
      return history.canUndo;
    },
    get canRedo() {
      return history.canRedo;
    },
    get isStepping() {
      return steps.isStepping;
    },
    get stateBeforeStep() {
      return withChosen(steps.stateBeforeStep, state);
    },
    show(next, cause) {
      if (cause === 'undo' || cause === 'restore' || cause === 'open') steps.interrupt();
      state = next;
      events.emit({ type: 'state', state, cause });
    },
    takeBack(earlier, cause) {
      const people = earlier.people.map((person, i) => takenBack(person, state.people[i]));
      const isSame = people.every((person, i) => person === earlier.people[i]);
      store.show(isSame ? earlier : { ...earlier, people }, cause);
    },
    commit(next, cause, before = state) {
      if (steps.isCollecting) return store.show(next, cause);
      history.record(before);
      store.show(next, cause);
      store.emit({ type: 'step', before, state: next });
    },
    edit(where, change, cause, index) {
      const person = index === undefined ? store.chosen(where) : store.personAt(index);
      store.commit(withPerson(state, index ?? state.chosen, change(person)), cause);
    },
    // What a step has done by now is half of it: nothing to come back to.
    undo() {
      if (!steps.isStepping) store.takeBack(history.undo(state) ?? state, 'undo');
    },
    redo() {
      if (!steps.isStepping) store.show(history.redo(state) ?? state, 'undo');
    },
    forget: history.clear,
    chosen(where) {
      const person = state.people[state.chosen];
      if (person !== undefined) return person;
      return store.fail(new FitError('usage', where, 'nobody is chosen.', 'Find people first, or add a person.'));
    },
    personAt(index) {
      const { people } = state;
      if (people[index] !== undefined) return people[index];
      const todo = people.length === 0 ? 'Find people first.' : `Count from 0 to ${people.length - 1}.`;
      return store.fail(new FitError('usage', 'person', `there is no person ${index}.`, todo));
    },
    run: tasks.run,
    begin: turns.begin,
    step: steps.step,
  };
  return store;
}

/** Whom one looks at is no part of what is taken back. */
function withChosen(state: WorkbenchState, { people, chosen }: WorkbenchState): WorkbenchState {
  const index = indexOf(state, people[chosen]?.id);
  return index < 0 || index === state.chosen ? state : { ...state, chosen: index };
}
