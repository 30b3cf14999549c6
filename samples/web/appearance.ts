import { byId } from './dom.js';

const KEY = 'photorig-theme';

/** Light or dark: the system's, unless the button has said otherwise; kept for the next visit. */
export function createThemeButton(changed: () => void): void {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const root = document.documentElement;
  try {
    root.dataset.theme = localStorage.getItem(KEY) ?? '';
  } catch {
    // A browser that keeps nothing: the system's.
  }
  byId('theme').addEventListener('click', () => {
    const isDark = root.dataset.theme ? root.dataset.theme === 'dark' : dark.matches;
    root.dataset.theme = isDark ? 'light' : 'dark';
    try {
      localStorage.setItem(KEY, root.dataset.theme);
    } catch {
      // As above.
    }
    changed();
  });
  dark.addEventListener('change', changed);
}

/** On narrow windows one of photo, stage and panel is seen. */
export function createTabs(): void {
  const tabs = [...document.querySelectorAll<HTMLButtonElement>('.tabs [data-show]')];
  for (const tab of tabs) {
    tab.addEventListener('click', () => {
      document.body.dataset.tab = tab.dataset.show;
      for (const other of tabs) {
        if (other === tab) other.setAttribute('aria-current', 'true');
        else other.removeAttribute('aria-current');
      }
    });
  }
}
