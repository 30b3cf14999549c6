import { expect, test } from 'vitest';
import { createHistory } from '../../../plugins/workbench/history.js';

test('back and forth; a new change forgets what was undone', () => {
  const history = createHistory<string>(10);
  expect([history.canUndo, history.undo('a')]).toEqual([false, undefined]);
  history.record('a');
  history.record('b');
  expect(history.undo('c')).toBe('b');
  expect(history.undo('b')).toBe('a');
  expect(history.redo('a')).toBe('b');
  history.record('b');
  expect([history.canRedo, history.redo('d')]).toEqual([false, undefined]);
  expect(history.undo('d')).toBe('b');
});

test('only the last steps are kept', () => {
  const history = createHistory<number>(2);
  for (const state of [1, 2, 3]) history.record(state);
  expect([history.undo(4), history.undo(3), history.undo(2)]).toEqual([3, 2, undefined]);
});
