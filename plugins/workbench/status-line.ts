import type { Task, WorkbenchEvent } from './events.js';
import type { Workbench } from './workbench.js';

/** The one line of a panel: what is going on, and then what came of it. */
export interface StatusLine {
  /** Anybody's text: to be shown as text, never as HTML. */
  readonly text: string;
  /** What failed outside of the workbench, or in it; an abort is no failure. */
  tell(error: unknown): void;
  dispose(): void;
}

const BUSY: Readonly<Record<Task, string>> = {
  open: 'Reading the picture',
  detect: 'Looking for people',
  fit: 'Fitting',
  export: 'Writing',
};

/**
 * What was told during a task, and after it, stays until the next one begins: behind the summary, or, where something
 * failed, in its place.
 *
 * @param changed told of each other text
 */
export function createStatusLine(workbench: Workbench, changed: (text: string) => void): StatusLine {
  let text = '';
  let notices: readonly string[] = [];
  let failures: ReadonlyMap<unknown, string> = new Map();
  const show = (next: string): void => {
    text = next;
    changed(text);
  };
  /** Once an error: the workbench tells of it, and so does whoever asked for what failed. */
  const fail = (error: unknown, message: string): void => {
    if (!failures.has(error)) failures = new Map([...failures, [error, message]]);
    show([...failures.values()].join(' '));
  };
  const follow = (event: WorkbenchEvent): void => {
    if (event.type === 'problem') fail(event.error, event.message);
    if (event.type === 'progress') show(`Loading ${event.file}${shareOf(event)}`);
    if (event.type === 'notice') {
      notices = [...new Set([...notices, event.message])]; // the fit of each person may tell the same
      show(event.message);
    }
    if (event.type !== 'busy') return;
    if (event.task !== null) {
      notices = [];
      failures = new Map();
      show(`${BUSY[event.task]} …`);
    } else show([failures.size === 0 ? summary(workbench) : '', ...failures.values(), ...notices].join(' ').trim());
  };
  return {
    get text() {
      return text;
    },
    tell(error) {
      if (error instanceof Error && error.name === 'AbortError') return;
      fail(error, error instanceof Error ? error.message : String(error));
    },
    dispose: workbench.subscribe(follow),
  };
}

const shareOf = ({ loaded, total }: { readonly loaded: number; readonly total: number | undefined }): string =>
  total === undefined ? '' : ` ${Math.round((100 * loaded) / total)} %`;

function summary({ state: { image, people, chosen } }: Workbench): string {
  if (image === null) return '';
  const fit = people[chosen]?.fit;
  const fitted = fit ? ` The body is ${fit.reprojectionError.toFixed(1)} px off.` : '';
  const warnings = fit ? fit.warnings.map((warning) => ` ${warning}.`).join('') : '';
  const count = people.length === 1 ? '1 person' : `${people.length} people`;
  return `${image.name}: ${count}.${fitted}${warnings}`;
}
