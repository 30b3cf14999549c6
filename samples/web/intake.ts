import { byId, make } from './dom.js';
import type { OpenPhoto } from './photo-opening.js';

/** Photos to try the page with: of this repository, see its samples folder for whose they are. */
const SAMPLES = [
  { name: 'person.jpg', label: 'A photograph of a man', url: new URL('../photos/person.jpg', import.meta.url) },
  { name: 'walking.jpg', label: 'A rendered man, walking', url: new URL('../rendered/walking.jpg', import.meta.url) },
  { name: 'arms-up.jpg', label: 'Rendered, arms up', url: new URL('../rendered/arms-up.jpg', import.meta.url) },
  { name: 'sitting.jpg', label: 'A rendered woman, sitting', url: new URL('../rendered/sitting.jpg', import.meta.url) },
];

/** All the ways in which photos come: files, the camera of a phone, a drop, the clipboard, samples. */
export function listenForPhotos(open: OpenPhoto, problem: (text: string) => void): void {
  const take = (file: File | undefined | null): void => {
    if (file) void open(file, file.name || 'photo');
  };
  for (const [button, field] of [
    ['open', 'file'],
    ['choose', 'file'],
    ['camera', 'capture'],
    ['shoot', 'capture'],
  ]) {
    byId(button).addEventListener('click', () => byId(field).click());
  }
  for (const field of ['file', 'capture']) {
    const input = byId<HTMLInputElement>(field);
    input.addEventListener('change', () => {
      take(input.files?.[0]);
      input.value = ''; // the same file may be chosen again
    });
  }
  listenToDrops(take, () => problem('That was no file. Drop a JPEG, PNG or WebP file here.'));
  document.addEventListener('paste', (event) => take(event.clipboardData?.files[0]));
  byId('samples').append(...SAMPLES.map((sample) => sampleButton(sample, open, problem)));
}

function listenToDrops(take: (file: File) => void, refuse: () => void): void {
  document.addEventListener('dragover', (event) => {
    event.preventDefault();
    document.body.classList.add('dropping');
  });
  document.addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) document.body.classList.remove('dropping');
  });
  document.addEventListener('drop', (event) => {
    event.preventDefault();
    document.body.classList.remove('dropping');
    const file = event.dataTransfer?.files[0];
    if (file === undefined) refuse();
    else take(file);
  });
}

function sampleButton(
  { name, label, url }: (typeof SAMPLES)[number],
  open: OpenPhoto,
  problem: (text: string) => void,
): HTMLButtonElement {
  const image = make('img', { src: url.href, alt: label, width: 96, height: 96 });
  const button = make('button', { type: 'button', title: label }, image);
  button.addEventListener('click', async () => {
    try {
      const response = await fetch(url);
      if (!response.ok) throw new Error(`the server answers ${response.status}`);
      await open(await response.blob(), name);
    } catch (error) {
      problem(`The sample cannot be loaded (${error instanceof Error ? error.message : error}). Try your own photo.`);
    }
  });
  return button;
}
