import { type BodyTasks, bodyTasks } from './body-tasks.js';
import { createDragging } from './dragging.js';
import type { Engine } from './engine.js';
import type { Listener, Task } from './events.js';
import { expectOptions } from './expect-options.js';
import { createFitting, type Fitting } from './fitting.js';
import { expectKeypoint, type KeypointTasks, keypointTasks } from './keypoint-tasks.js';
import { type OptionTasks, optionTasks } from './option-tasks.js';
import { withoutPerson } from './people-edits.js';
import { type PictureTasks, pictureTasks } from './picture-tasks.js';
import { shareEngine } from './shared-engine.js';
import { EMPTY_STATE, type Options, type Person, type WorkbenchState } from './state.js';
import { createStore } from './store.js';

export interface WorkbenchOptions {
  /** Several workbenches may share one, each with a picture of its own; it is closed with the last of them. */
  readonly engine: Engine;
  readonly options?: Partial<Options>;
  /** Steps that can be undone; default 100. */
  readonly historyLimit?: number;
}

/** See index.ts for what it is and how it is used. */
export interface Workbench extends PictureTasks, KeypointTasks, OptionTasks, Fitting, BodyTasks {
  readonly state: WorkbenchState;
  /** The person being worked on. */
  readonly person: Person | null;
  readonly busy: Task | null;
  /** Whether a keypoint is in the hand, or just let go of and the body still on its way. */
  readonly isDragging: boolean;
  readonly engine: Engine;
  subscribe(listener: Listener): () => void;
  /**
   * Runs a job whose changes are one step of the history: options that are set, and the fit by them. It waits for the task,
   * the drag and the steps before it; a step in a step waits for ever. When the job fails, all is as before it.
   */
  step(job: () => unknown): Promise<void>;
  /** Whether such a job runs. Undo and redo do nothing meanwhile, and no drag begins. */
  readonly isStepping: boolean;
  /** The state without what the step that runs has done by now, so that bodies and options belong together. */
  readonly stateBeforeStep: WorkbenchState;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** Where the last step was a fit that exchanged left and right of limbs, later fits leave the sides as they were. */
  undo(): void;
  redo(): void;
  /** Any earlier `state`; no step of the history: for hosts that keep their own. `isUndo`: what fits did since is taken back. */
  restore(state: WorkbenchState, options?: { readonly isUndo?: boolean }): void;
  /** And the engine's end, unless another workbench uses it. */
  dispose(): void;
}

const HISTORY_LIMIT = 100;

/**
 * A workbench without a picture.
 *
 * @throws FitError usage for options that setOptions refuses
 */
export function createWorkbench({ engine, options = {}, historyLimit = HISTORY_LIMIT }: WorkbenchOptions): Workbench {
  expectOptions(options);
  const store = createStore({ ...EMPTY_STATE, options: { ...EMPTY_STATE.options, ...options } }, historyLimit);
  const unlisten = engine.listen(store.emit);
  const release = shareEngine(engine);
  const { tasks, close } = pictureTasks(store, engine);
  const dragging = createDragging(store, engine);
  const unlessDragging = (job: () => void): void => {
    if (!dragging.isDragging) job();
  };
  return {
    ...tasks,
    ...keypointTasks(store, engine),
    ...optionTasks(store),
    ...createFitting(store, engine),
    ...bodyTasks(store, engine),
    removePerson: (index) =>
      unlessDragging(() => {
        store.personAt(index);
        store.commit(withoutPerson(store.state, index), 'people');
      }),
    drag(k) {
      expectKeypoint(store, k);
      return dragging.drag(k);
    },

    get state() {
      return store.state;
    },
    get person() {
      return store.state.people[store.state.chosen] ?? null;
    },
    get busy() {
      return store.busy;
    },
    get isDragging() {
      return dragging.isDragging;
    },
    get isStepping() {
      return store.isStepping;
    },
    get stateBeforeStep() {
      return store.stateBeforeStep;
    },
    get canUndo() {
      return store.canUndo;
    },
    get canRedo() {
      return store.canRedo;
    },
    engine,
    subscribe: store.subscribe,
    step: store.step,
    undo: () => unlessDragging(store.undo),
    redo: () => unlessDragging(store.redo),
    restore: (state, { isUndo = false } = {}) =>
      unlessDragging(() => (isUndo ? store.takeBack(state, 'restore') : store.show(state, 'restore'))),
    dispose() {
      unlisten();
      store.close();
      close();
      release();
    },
  };
}
