import type { Workbench, WrittenFile } from '../../plugins/workbench/index.js';
import { byId } from './dom.js';
import type { Messages } from './messages.js';
import { saveAsOne } from './save-file.js';

/** Formats of numbers, which the page writes itself; the worker writes the others. */
const NUMBERS = ['json', 'keypoints'] as const;
type NumberFormat = (typeof NUMBERS)[number];

/** The menu of files. */
export function createDownloads(workbench: Workbench, modelsUrl: string, messages: Messages): void {
  const menu = byId<HTMLDetailsElement>('downloads');
  const whom = byId('whom');
  workbench.subscribe((event) => {
    if (event.type === 'state') whom.hidden = event.state.people.filter(({ fit }) => fit !== null).length < 2;
  });
  menu.addEventListener('click', async (event) => {
    const format = (event.target as Element).closest<HTMLElement>('[data-format]')?.dataset.format;
    if (format === undefined) return;
    menu.open = false;
    messages.calm();
    try {
      messages.tell(`Writing ${format.toUpperCase()}`);
      const { name, bytes } = await saveAsOne(await write(workbench, format, modelsUrl));
      messages.tell(`${name}, ${(bytes.length / 1e6).toFixed(1)} MB.`);
    } catch (error) {
      messages.tell('');
      // The workbench tells what it fails in; what comes from elsewhere is told here.
      if (isNumbers(format)) messages.problem(error instanceof Error ? error.message : String(error));
    }
  });
  closeWhenLeft(menu);
}

async function write(workbench: Workbench, format: string, modelsUrl: string): Promise<WrittenFile[]> {
  const choice = document.querySelector<HTMLInputElement>('input[name=whom]:checked')?.value;
  const people = choice === 'all' ? 'all' : 'chosen';
  if (!isNumbers(format)) return workbench.write(format, { people });
  const { writeNumbers } = await import('./number-files.js');
  return [await writeNumbers(workbench, format, people, modelsUrl)];
}

const isNumbers = (format: string): format is NumberFormat => (NUMBERS as readonly string[]).includes(format);

function closeWhenLeft(menu: HTMLDetailsElement): void {
  document.addEventListener('pointerdown', (event) => {
    if (!menu.contains(event.target as Node)) menu.open = false;
  });
  menu.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    menu.open = false;
    menu.querySelector('summary')?.focus();
  });
}
