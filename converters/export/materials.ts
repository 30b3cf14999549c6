import { expectSkin } from './expect-bodies.js';
import type { SkinTexture } from './skin-texture.js';
import type { Substance } from './surface.js';

/** How a substance looks, for any format. Linear RGB. */
export interface Look {
  readonly name: string;
  readonly color: readonly [number, number, number];
  readonly roughness: number;
  /** Whether the skin's pictures cover it: colour and roughness are then factors of 1. */
  readonly isPainted: boolean;
}

/** Without a skin that was asked for: a middle tone; eyes are glossier. */
const PLAIN: Readonly<Record<Substance, Look>> = {
  skin: { name: 'Skin', color: [0.5, 0.29, 0.2], roughness: 0.65, isPainted: false },
  sclera: { name: 'Sclera', color: [0.8, 0.78, 0.75], roughness: 0.3, isPainted: false },
  iris: { name: 'Iris', color: [0.12, 0.06, 0.03], roughness: 0.3, isPainted: false },
  pupil: { name: 'Pupil', color: [0.004, 0.004, 0.004], roughness: 0.3, isPainted: false },
};

/** The look of a substance. A skin knows two materials, Skin and Eyes, which share its picture or its plain colour. */
export function lookOf(substance: Substance, skin: SkinTexture | undefined): Look {
  if (skin === undefined) return PLAIN[substance];
  expectSkin('skin', skin);
  const name = substance === 'skin' ? 'Skin' : 'Eyes';
  if (skin.albedo === null) return { name, color: skin.color, roughness: skin.roughnessFactor, isPainted: false };
  return { name, color: [1, 1, 1], roughness: 1, isPainted: true };
}
