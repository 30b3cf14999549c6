import type { UndoPlugin } from './contract.js';

/** The steps of a workbench in the viewer's undo manager. */
export interface UndoRecords {
  record(command: { undo(): void; redo(): void }): void;
  /**
   * Does what a field of a panel sets. Panels record that, too, right after the field is set: the manager does not listen
   * until then, since the step that follows is recorded as such.
   */
  unrecorded(job: () => void): void;
}

export function createUndoRecords(undo: UndoPlugin | null): UndoRecords {
  /** Ends the manager's deafness, if it is deaf. */
  let listen: (() => void) | null = null;
  return {
    record(command) {
      listen?.();
      undo?.undoManager?.record(command);
    },
    unrecorded(job) {
      job();
      const manager = undo?.undoManager;
      if (!manager?.enabled) return;
      manager.enabled = false;
      listen = () => {
        manager.enabled = true;
        listen = null;
      };
      queueMicrotask(() => listen?.());
    },
  };
}
