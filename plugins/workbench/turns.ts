/** Who may be at work: some begin at once and know how to live beside others, some wait until they are alone. */
export interface Turns {
  /** Begins at once; the answer ends it. */
  begin(): () => void;
  /** Begins when nobody else is at work, in the order asked: at once where that is so already. */
  alone(): (() => void) | Promise<() => void>;
}

export function createTurns(): Turns {
  let count = 0;
  const waiting: ((end: () => void) => void)[] = [];
  function begin(): () => void {
    count += 1;
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      count -= 1;
      // Handed on at once: nobody gets between the one that ends and the one that waits.
      if (count === 0) waiting.shift()?.(begin());
    };
  }
  return {
    begin,
    alone: () => (count === 0 ? begin() : new Promise((resolve) => waiting.push(resolve))),
  };
}
