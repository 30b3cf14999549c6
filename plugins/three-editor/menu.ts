import { element } from './elements.js';

/** A menu of the editor's menubar. */
export function createMenu(title: string, entries: Readonly<Record<string, () => void>>): HTMLElement {
  const name = element('div', 'title');
  name.textContent = title;
  const options = Object.entries(entries).map(([text, onClick]) => {
    const option = element('div', 'option');
    option.textContent = text;
    option.addEventListener('click', onClick);
    return option;
  });
  return element('div', 'menu', [name, element('div', 'options', options)]);
}
