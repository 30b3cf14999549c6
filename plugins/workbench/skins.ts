import type { SkinTexture } from '../../converters/export/skin-texture.js';
import { PAINTED_TONES } from '../../core/skin/tones.js';
import { once } from './once.js';

export type SkinTone = (typeof PAINTED_TONES)[number] | 'clay';

/** The skin that bodies in a scene and in files wear, as a panel's choice has it. */
export interface Skins {
  /** What there is to choose from. */
  readonly tones: readonly SkinTone[];
  /** What is chosen. */
  readonly tone: SkinTone;
  /** Another choice; a tone that there is not changes nothing: it may come from a file. */
  choose(tone: string): void;
  /**
   * The chosen skin. Its pictures, 0.2 MB, are fetched when they are first asked for, once.
   *
   * @throws FitError not-found when they cannot be fetched
   */
  chosen(): Promise<SkinTexture>;
  /** Told of each other choice. */
  subscribe(listener: () => void): () => void;
}

/** Unless told otherwise. */
const USUAL: SkinTone = 'medium';
/** Grey without a picture: #b9b5b0 in linear light, as `--skin clay` has it. */
export const CLAY: SkinTexture = {
  tone: 'clay',
  albedo: null,
  roughness: null,
  color: [0.48514994, 0.46207691, 0.43415364],
  roughnessFactor: 0.8,
};

/** @param modelsUrl where the package's models folder is served; without it there is clay only */
export function createSkins(modelsUrl?: string | URL): Skins {
  const tones: readonly SkinTone[] = modelsUrl === undefined ? ['clay'] : [...PAINTED_TONES, 'clay'];
  const skins = once(async (tone: SkinTone) => {
    if (tone === 'clay' || modelsUrl === undefined) return CLAY;
    const { fetchSkin } = await import('./fetch-skin.js'); // not before it is needed
    return fetchSkin(tone, modelsUrl);
  });
  const listeners = new Set<() => void>();
  let chosen = modelsUrl === undefined ? 'clay' : USUAL;
  return {
    tones,
    get tone() {
      return chosen;
    },
    choose(wanted) {
      const tone = tones.find((known) => known === wanted);
      if (tone === undefined || tone === chosen) return;
      chosen = tone;
      for (const listener of listeners) listener();
    },
    chosen: () => skins.get(chosen),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/**
 * Makes of the chosen skin what a scene shows, once a skin. One that does not come keeps no body away: the answer is
 * null, for plain colours, and `failed` is told why.
 */
export function sceneSkin<Shown>(
  skins: Skins,
  load: (texture: SkinTexture) => Promise<Shown>,
  failed: (error: unknown) => void,
): () => Promise<Shown | null> {
  const loaded = once(load);
  return async () => {
    try {
      return await loaded.get(await skins.chosen());
    } catch (error) {
      failed(error);
      return null;
    }
  };
}
