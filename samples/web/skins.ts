import type { SkinTexture } from '../../converters/export/skin-texture.js';
import { createSkins, type Skins } from '../../plugins/workbench/index.js';

/** The skin that bodies on the stage and in files wear, as the panel's choice has it. */
export interface PageSkins extends Pick<Skins, 'chosen'> {
  /** Shows the chosen skin once it is there, and each that is chosen after it. */
  follow(show: (skin: SkinTexture) => void | Promise<void>): void;
}

const KEY = 'photorig-skin';

/** @param failed told in a sentence why a skin does not come; bodies keep the one they have */
export function createPageSkins(modelsUrl: string, failed: (sentence: string) => void): PageSkins {
  const skins = createSkins(modelsUrl);
  skins.choose(readTone() ?? '');
  for (const radio of document.querySelectorAll<HTMLInputElement>('input[name=skin]')) {
    radio.checked = radio.value === skins.tone;
    radio.addEventListener('change', () => {
      keepTone(radio.value);
      skins.choose(radio.value);
    });
  }
  return {
    chosen: skins.chosen,
    follow(show) {
      const tell = async (): Promise<void> => {
        const { tone } = skins;
        try {
          const skin = await skins.chosen();
          if (tone === skins.tone) await show(skin); // else what was chosen meanwhile is shown
        } catch (error) {
          failed(error instanceof Error ? error.message : String(error));
        }
      };
      skins.subscribe(() => void tell());
      void tell();
    },
  };
}

function readTone(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null; // a browser that keeps nothing
  }
}

function keepTone(tone: string): void {
  try {
    localStorage.setItem(KEY, tone);
  } catch {
    // As above.
  }
}
