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
