import { FitError } from '../../core/error.js';
import type { EngineNews } from './engine.js';
import type { WorkbenchState } from './state.js';

/** What the workbench is busy with. */
export type Task = 'open' | 'detect' | 'fit' | 'export';

/** Why the state is another one. */
export type Cause =
  | 'open'
  | 'people'
  | 'choose'
  | 'keypoints'
  | 'options'
  | 'fit'
  | 'drag'
  | 'shape'
  | 'undo'
  | 'restore';

export type WorkbenchEvent =
  | { readonly type: 'state'; readonly state: WorkbenchState; readonly cause: Cause }
  /** One step of the history is done: for hosts that keep a history of their own. Undo leads back to `before`. */
  | { readonly type: 'step'; readonly before: WorkbenchState; readonly state: WorkbenchState }
  | { readonly type: 'busy'; readonly task: Task | null }
  /** Something failed; the message is a sentence for the user, as text, not HTML. The state is as it was. */
  | { readonly type: 'problem'; readonly message: string; readonly error: unknown }
  | EngineNews;

export type Listener = (event: WorkbenchEvent) => void;

/** Who listens, and how they are told of what fails. */
export interface Events {
  emit(event: WorkbenchEvent): void;
  subscribe(listener: Listener): () => void;
  /** Tells of a failure in a sentence and throws it. An abort is no failure. */
  fail(error: unknown): never;
  close(): void;
}

export function createEvents(): Events {
  const listeners = new Set<Listener>();
  const emit = (event: WorkbenchEvent): void => {
    for (const listener of [...listeners]) listener(event);
  };
  return {
    emit,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    fail(error) {
      if (!isAbort(error)) emit({ type: 'problem', message: sentenceOf(error), error });
      throw error;
    },
    close: () => listeners.clear(),
  };
}

const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError';

/** What the user reads. A FitError's message is a sentence; whatever else escapes is a bug, and said so. */
function sentenceOf(error: unknown): string {
  if (error instanceof FitError) return error.message;
  return `Something went wrong that should not (${error instanceof Error ? error.message : String(error)}).`;
}
