import { afterEach, expect, test, vi } from 'vitest';
import type { Listener, Workbench, WorkbenchEvent } from '../../../plugins/workbench/index.js';
import { createMessages } from '../../../samples/web/messages.js';

/** What the page says, on elements of which only the text and whether they are hidden is looked at. */
function page() {
  const elements = new Map<string, { textContent: string; hidden: boolean; addEventListener(): void }>();
  const getElementById = (id: string) => {
    if (!elements.has(id)) elements.set(id, { textContent: '', hidden: true, addEventListener: () => undefined });
    return elements.get(id);
  };
  vi.stubGlobal('document', { getElementById });
  let listener: Listener = () => undefined;
  const subscribe = (given: Listener) => {
    listener = given;
    return () => undefined;
  };
  const messages = createMessages({ subscribe } as unknown as Workbench);
  const emit = (event: WorkbenchEvent): void => listener(event);
  const come = (file: string, loaded: number): void => emit({ type: 'progress', file, loaded, total: 9_491_673 });
  const status = (): string | undefined => elements.get('status')?.textContent;
  const isLoading = (): boolean => elements.get('progress')?.hidden === false;
  return { messages, emit, come, status, isLoading };
}
afterEach(() => vi.unstubAllGlobals());

const LOST = 'lifter.onnx: the server answers 503. Fits go on without it.';
const notice: WorkbenchEvent = { type: 'notice', message: LOST };

test('a notice outlives what comes of it, until something else is begun', () => {
  const { messages, emit, come, status } = page();
  emit(notice);
  come('movenet_multipose.onnx', 1);
  messages.conclude('Ready.');
  expect(status()).toBe(`Ready. ${LOST}`);
  messages.begin();
  messages.tell('Looking for people');
  emit(notice);
  messages.conclude('1 person: found in 0.4 s.');
  expect(status()).toBe(`1 person: found in 0.4 s. ${LOST}`);
  messages.begin();
  messages.conclude('1 person: found in 0.4 s.');
  expect(status()).toBe('1 person: found in 0.4 s.');
});

test('nothing is said to be loading after that has failed, also while other files still come', () => {
  const { messages, emit, come, status, isLoading } = page();
  come('movenet_multipose.onnx', 5e6);
  expect([status(), isLoading()]).toEqual(['Loading models: 5 of 28 MB', true]);
  messages.stopLoading();
  come('pose_detection.onnx', 5e6);
  expect([status(), isLoading()]).toEqual(['', false]);

  messages.begin(); // somebody tries again
  come('movenet_multipose.onnx', 6e6);
  expect([status(), isLoading()]).toEqual(['Loading models: 6 of 28 MB', true]);
  emit({ type: 'problem', message: 'the connection broke off. Try again.', error: new Error() });
  expect([status(), isLoading()]).toEqual(['', false]);
});
