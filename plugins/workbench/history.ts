/** States to go back and forth between; those kept are never changed. */
export interface History<State> {
  /** Keeps the state before a change; what was undone is gone. */
  record(before: State): void;
  /** The state before the last change, in exchange for the present one; undefined when there is none. */
  undo(now: State): State | undefined;
  redo(now: State): State | undefined;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  clear(): void;
}

/** @param limit how many steps are kept */
export function createHistory<State>(limit: number): History<State> {
  const undos: State[] = [];
  const redos: State[] = [];
  const move = (from: State[], to: State[], now: State): State | undefined => {
    const state = from.pop();
    if (state !== undefined) to.push(now);
    return state;
  };
  return {
    record(before) {
      undos.push(before);
      if (undos.length > limit) undos.shift();
      redos.length = 0;
    },
    undo: (now) => move(undos, redos, now),
    redo: (now) => move(redos, undos, now),
    get canUndo() {
      return undos.length > 0;
    },
    get canRedo() {
      return redos.length > 0;
    },
    clear() {
      undos.length = 0;
      redos.length = 0;
    },
  };
}
