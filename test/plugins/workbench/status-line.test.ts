import { expect, test } from 'vitest';
import { FitError } from '../../../core/error.js';
import type { Listener, Workbench, WorkbenchEvent } from '../../../plugins/workbench/index.js';
import { createStatusLine } from '../../../plugins/workbench/status-line.js';

const fit = { reprojectionError: 3.21, warnings: ['A leg is a guess'] };
const state = { image: { name: 'photo.jpg' }, people: [{ fit }], chosen: 0 };

function lineOf() {
  const listeners = new Set<Listener>();
  const subscribe = (listener: Listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const line = createStatusLine({ state, subscribe } as unknown as Workbench, () => undefined);
  const emit = (...events: WorkbenchEvent[]): string => {
    for (const event of events) for (const listener of listeners) listener(event);
    return line.text;
  };
  return { line, emit, listeners };
}

const begin: WorkbenchEvent = { type: 'busy', task: 'fit' };
const end: WorkbenchEvent = { type: 'busy', task: null };
const SUMMARY = 'photo.jpg: 1 person. The body is 3.2 px off. A leg is a guess.';

test('says what is going on, and then what came of it', () => {
  const { emit } = lineOf();
  expect(emit(begin)).toBe('Fitting …');
  expect(emit({ type: 'progress', file: 'neutral.npz', loaded: 1, total: 4 })).toBe('Loading neutral.npz 25 %');
  expect(emit(end)).toBe(SUMMARY);
});

test('a notice stays until the next task, once, also if the fit of each person tells it', () => {
  const { emit } = lineOf();
  const notice: WorkbenchEvent = { type: 'notice', message: 'Nobody stands in full view.' };
  expect(emit(begin, notice, notice)).toBe('Nobody stands in full view.');
  expect(emit(end)).toBe(`${SUMMARY} Nobody stands in full view.`);
  expect(emit(begin, end)).toBe(SUMMARY);
});

test('a problem stays, once, in the place of the summary; an abort is none', () => {
  const { line, emit } = lineOf();
  const error = new FitError('nobody', 'photo.jpg', 'no person was found.', 'Try another picture.');
  expect(emit(begin, { type: 'problem', message: error.message, error }, end)).toBe(error.message);
  line.tell(error); // whoever asked for it tells it, too
  expect(line.text).toBe(error.message);
  line.tell(new DOMException('signal is aborted without reason', 'AbortError'));
  expect(line.text).toBe(error.message);
  line.tell('from elsewhere');
  expect(line.text).toBe(`${error.message} from elsewhere`);
  expect(emit(begin, end)).toBe(SUMMARY);
});

test('stops listening', () => {
  const { line, listeners } = lineOf();
  line.dispose();
  expect(listeners.size).toBe(0);
});
