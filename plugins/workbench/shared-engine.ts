import type { Engine } from './engine.js';

/** How many workbenches an engine computes for. */
const users = new WeakMap<Engine, number>();

/** One more who uses the engine. Returns what ends that, once: the engine is closed with the last. */
export function shareEngine(engine: Engine): () => void {
  users.set(engine, (users.get(engine) ?? 0) + 1);
  let isOver = false;
  return () => {
    if (isOver) return;
    isOver = true;
    const left = (users.get(engine) ?? 1) - 1;
    users.set(engine, left);
    if (left === 0) engine.dispose();
  };
}
