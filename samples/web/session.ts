import { createHistory } from '../../plugins/workbench/history.js';
import {
  createWorkbench,
  type Engine,
  type Person,
  type Workbench,
  type WorkbenchState,
} from '../../plugins/workbench/index.js';

const HISTORY_LIMIT = 200;

/**
 * The workbench with steps as this page's user sees them: what one press of a button does is one step back, also where it
 * sets an option and fits everybody anew.
 * Unlike workbench.step: undo waits in turn, a step may begin before its job (sliders in the hand), opening a photo is none.
 */
export interface Session {
  readonly workbench: Workbench;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** Runs a job after those before it: quick hands do not run into each other. */
  inTurn<T>(job: () => Promise<T>): Promise<T>;
  /**
   * Runs a job in turn whose changes are one step. When it fails, the workbench has told why, and all is as before.
   *
   * @param before the state to come back to, or what tells it when the job's turn comes; default: the one by then
   * @returns whether it was done
   */
  step(job: () => unknown, before?: WorkbenchState | (() => WorkbenchState | undefined)): Promise<boolean>;
  /**
   * In turn: what is still being done is done first, and then undone. Nothing while a joint is in the hand.
   *
   * @returns whether there was something to undo
   */
  undo(): Promise<boolean>;
  redo(): Promise<boolean>;
  /** Another picture: what was done to the one before cannot be undone. */
  forget(): void;
  /** Told when undo or redo become possible or impossible. */
  onHistory(listener: () => void): void;
}

export function createSession(engine: Engine): Session {
  const workbench = createWorkbench({ engine });
  const history = createHistory<WorkbenchState>(HISTORY_LIMIT);
  const listeners: (() => void)[] = [];
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  const inTurn = createQueue();
  const go = (move: typeof history.undo, isUndo: boolean): Promise<boolean> =>
    inTurn(async () => {
      const state = workbench.isDragging ? undefined : move(workbench.state);
      if (state === undefined) return false;
      workbench.restore(state, { isUndo });
      tell();
      return true;
    });

  return {
    workbench,
    get canUndo() {
      return history.canUndo;
    },
    get canRedo() {
      return history.canRedo;
    },
    inTurn,
    step: (job, held) =>
      inTurn(async () => {
        const before = (typeof held === 'function' ? held() : held) ?? workbench.state;
        try {
          await job();
        } catch {
          workbench.restore(before);
          return false;
        }
        if (workbench.state !== before) history.record(before);
        tell();
        return true;
      }),
    undo: () => go(history.undo, true),
    redo: () => go(history.redo, false),
    forget() {
      history.clear();
      tell();
    },
    onHistory: (listener) => listeners.push(listener),
  };
}

/** One job after the other; one that fails does not keep those after it. */
function createQueue(): Session['inTurn'] {
  let last: Promise<unknown> = Promise.resolve();
  return (job) => {
    const result = last.then(job);
    last = result.catch(() => undefined);
    return result;
  };
}

/** Whom to fit: everybody, or the person at an index. */
export interface Whom {
  readonly person?: number;
  readonly signal?: AbortSignal;
}

/**
 * Fits everybody after a search, or by what was changed: a change by which those who have a body cannot have one fails.
 * Whoever has none yet is tried by themselves and may stay without, of which the workbench tells: neither the change nor the
 * search is to blame.
 */
export async function fitAgain(workbench: Workbench, { person: whom, signal }: Whom = {}): Promise<void> {
  const { people } = workbench.state;
  const persons = [...people.entries()].filter(([index]) => whom === undefined || index === whom);
  const hasBody = persons.some(([, { fit }]) => fit !== null);
  const stop = signal && { signal };
  if (hasBody) await workbench.fit({ ...(whom === undefined ? { people: 'fitted' } : { person: whom }), ...stop });
  for (const [index, person] of persons) {
    if (person.fit !== null || !isPlaced(person)) continue;
    await workbench.fit({ person: index, ...stop }).catch(() => signal?.throwIfAborted());
  }
}

/** Whether there is anything of a person to fit a body to. */
const isPlaced = ({ keypoints }: Person): boolean => keypoints.confidence.some((confidence) => confidence > 0);
