import { shippedFile } from '../../models/registry.js';
import type { Workbench } from '../../plugins/workbench/index.js';
import { byId } from './dom.js';

/** What the page says: a line at the bottom, a progress bar, and sentences on what failed. */
export interface Messages {
  /** What is going on, or what came of it. */
  tell(text: string): void;
  /** A sentence is true no longer: the line is empty, if it still stands there. */
  takeBack(text: string): void;
  /** What failed, until it is closed or something else is done. */
  problem(text: string): void;
  calm(): void;
  /** Something is begun: nothing has failed or been told of it yet. */
  begin(): void;
  /** What came of it, and behind it the last notice on the way. */
  conclude(text: string): void;
  /** Loading has failed: until something else is begun, nothing is said of the files that are still on their way. */
  stopLoading(): void;
}

/** Files of the first fit, whose sizes tell how much is still to come. */
const FIRST = [
  shippedFile('detector', 'pose_detection'),
  shippedFile('detector', 'movenet_multipose'),
  shippedFile('detector', 'pose_landmark_full'),
  shippedFile('body', 'neutral'),
  shippedFile('prior', 'pose_prior'),
  shippedFile('lifter', 'lifter'),
];
const MEGABYTE = 1e6;

export function createMessages(workbench: Workbench): Messages {
  const status = byId('status');
  const box = byId('problem');
  const text = byId('problem-text');
  const bar = byId<HTMLProgressElement>('progress');
  const progress = loading(bar);
  let notice = '';
  /** null: loading has failed. */
  let loadingLine: string | null = '';
  const messages: Messages = {
    tell(sentence) {
      status.textContent = sentence;
    },
    takeBack(sentence) {
      if (status.textContent === sentence) messages.tell('');
    },
    problem(sentence) {
      text.textContent = sentence;
      box.hidden = false;
    },
    calm() {
      box.hidden = true;
    },
    begin() {
      messages.calm();
      messages.tell('');
      notice = '';
      loadingLine ??= '';
    },
    conclude(sentence) {
      messages.tell(`${sentence} ${notice}`.trim());
    },
    stopLoading() {
      if (loadingLine !== null) messages.takeBack(loadingLine);
      loadingLine = null;
      bar.hidden = true;
    },
  };
  byId('problem-close').addEventListener('click', messages.calm);
  workbench.subscribe((event) => {
    if (event.type === 'problem') {
      messages.stopLoading();
      messages.problem(event.message);
    }
    if (event.type === 'notice') {
      notice = event.message;
      messages.tell(notice);
    }
    if (event.type === 'progress' && loadingLine !== null) {
      loadingLine = progress(event.file, event.loaded, event.total);
      messages.tell(loadingLine);
    }
  });
  return messages;
}

/** Adds up what has come of each file; the line to show. */
function loading(bar: HTMLProgressElement): (file: string, loaded: number, total: number | undefined) => string {
  const files = new Map(FIRST.map(({ path, bytes }) => [baseName(path), { loaded: 0, total: bytes }]));
  return (file, loaded, total) => {
    files.set(file, { loaded, total: files.get(file)?.total ?? total ?? loaded });
    const all = [...files.values()];
    const [done, whole] = [sum(all.map((one) => one.loaded)), sum(all.map((one) => one.total))];
    bar.hidden = done >= whole;
    bar.max = whole;
    bar.value = done;
    if (done >= whole) return 'Models loaded.';
    return `Loading models: ${(done / MEGABYTE).toFixed(0)} of ${(whole / MEGABYTE).toFixed(0)} MB`;
  };
}

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
