import { pictureSkin, type SkinTexture } from '../../converters/export/skin-texture.js';
import { shippedFile } from '../../models/registry.js';
import { fetchModel } from '../../plugins/web/fetch-model.js';

/** The skin that bodies on the stage and in files wear, as the panel's choice has it. */
export interface Skins {
  /** @throws FitError not-found when its pictures cannot be fetched */
  chosen(): Promise<SkinTexture>;
  /** Shows the chosen skin once it is there, and each that is chosen after it. */
  follow(show: Show): void;
}

type Show = (skin: SkinTexture) => void | Promise<void>;

const KEY = 'photorig-skin';
/** Grey without a picture: #b9b5b0 in linear light, as `--skin clay` has it. */
export const CLAY: SkinTexture = {
  tone: 'clay',
  albedo: null,
  roughness: null,
  color: [0.48514994, 0.46207691, 0.43415364],
  roughnessFactor: 0.8,
};

/** @param failed told in a sentence why a skin does not come; bodies keep the one they have */
export function createSkins(modelsUrl: string, failed: (sentence: string) => void): Skins {
  const radios = [...document.querySelectorAll<HTMLInputElement>('input[name=skin]')];
  const loading = new Map<string, Promise<SkinTexture>>();
  const listeners: Show[] = [];
  const toneNow = (): string => radios.find(({ checked }) => checked)?.value ?? CLAY.tone;
  const kept = radios.find(({ value }) => value === readTone());
  if (kept !== undefined) kept.checked = true;

  function skinOf(tone: string): Promise<SkinTexture> {
    const known = loading.get(tone) ?? fetchSkin(tone, modelsUrl);
    loading.set(tone, known);
    known.catch(() => loading.delete(tone)); // the next who asks tries again
    return known;
  }

  /** What was chosen meanwhile is shown instead. */
  async function tell(to: readonly Show[]): Promise<void> {
    const tone = toneNow();
    try {
      const skin = await skinOf(tone);
      if (tone === toneNow()) for (const show of to) await show(skin);
    } catch (error) {
      failed(error instanceof Error ? error.message : String(error));
    }
  }

  for (const radio of radios) {
    radio.addEventListener('change', () => {
      keepTone(radio.value);
      void tell(listeners);
    });
  }
  return {
    chosen: () => skinOf(toneNow()),
    follow(show) {
      listeners.push(show);
      void tell([show]);
    },
  };
}

async function fetchSkin(tone: string, modelsUrl: string): Promise<SkinTexture> {
  if (tone === CLAY.tone) return CLAY;
  const [albedo, roughness] = await Promise.all(
    [tone, 'roughness'].map(async (name) => {
      const bytes = await fetchModel(shippedFile('skin', name), { modelsUrl, cache: true });
      return { bytes, mimeType: 'image/jpeg' } as const;
    }),
  );
  return pictureSkin(tone, albedo, roughness);
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
