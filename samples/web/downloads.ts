import type { Workbench, WrittenFile } from '../../plugins/workbench/index.js';
import { byId } from './dom.js';
import type { Messages } from './messages.js';
import { saveAsOne } from './save-file.js';
import type { PageSkins } from './skins.js';

/** Formats of numbers, which the page writes itself; the worker writes the others. */
const NUMBERS = ['json', 'keypoints'] as const;
type NumberFormat = (typeof NUMBERS)[number];

export interface DownloadParts {
  readonly workbench: Workbench;
  readonly modelsUrl: string;
  readonly skins: PageSkins;
  readonly messages: Messages;
}

/** The menu of files. */
export function createDownloads({ workbench, modelsUrl, skins, messages }: DownloadParts): void {
  const menu = byId<HTMLDetailsElement>('downloads');
  const whom = byId('whom');
  workbench.subscribe((event) => {
    if (event.type === 'state') whom.hidden = event.state.people.filter(({ fit }) => fit !== null).length < 2;
  });
  menu.addEventListener('click', async (event) => {
    const format = (event.target as Element).closest<HTMLElement>('[data-format]')?.dataset.format;
    if (format === undefined) return;
    leave(menu);
    messages.calm();
    try {
      messages.tell(`Writing ${format.toUpperCase()}`);
      const files = isNumbers(format) ? await numbers(format) : await avatars(format);
      const { name, bytes } = await saveAsOne(files);
      messages.tell(`${name}, ${(bytes.length / 1e6).toFixed(1)} MB.`);
    } catch (error) {
      messages.tell('');
      messages.problem(error instanceof Error ? error.message : String(error));
    }
  });

  async function avatars(format: string): Promise<WrittenFile[]> {
    const people = whomToWrite();
    return workbench.write(format, { people, skin: await skins.chosen() });
  }

  async function numbers(format: NumberFormat): Promise<WrittenFile[]> {
    const { writeNumbers } = await import('./number-files.js');
    return [await writeNumbers(workbench, format, whomToWrite(), modelsUrl)];
  }

  closeWhenLeft(menu);
}

function whomToWrite(): 'chosen' | 'all' {
  const choice = document.querySelector<HTMLInputElement>('input[name=whom]:checked')?.value;
  return choice === 'all' ? 'all' : 'chosen';
}

const isNumbers = (format: string): format is NumberFormat => (NUMBERS as readonly string[]).includes(format);

function closeWhenLeft(menu: HTMLDetailsElement): void {
  document.addEventListener('pointerdown', (event) => {
    if (!menu.contains(event.target as Node)) menu.open = false;
  });
  menu.addEventListener('focusout', ({ relatedTarget }) => {
    if (relatedTarget instanceof Node && !menu.contains(relatedTarget)) menu.open = false;
  });
  menu.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') leave(menu);
  });
}

/** Keys go on from its button. */
function leave(menu: HTMLDetailsElement): void {
  menu.querySelector('summary')?.focus();
  menu.open = false;
}
