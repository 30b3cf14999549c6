import { lookOf } from './materials.js';
import type { SkinTexture } from './skin-texture.js';
import type { Substance } from './surface.js';

/** A skin whose picture stands in a file beside the .mtl. */
export interface ObjSkin {
  readonly texture: SkinTexture;
  /** What `map_Kd` names. */
  readonly imageFile: string;
}

interface ObjMaterial {
  readonly name: string;
  /** sRGB, 0 to 1: what MTL readers expect of Kd. */
  readonly color: readonly number[];
  readonly roughness: number;
}

const SUBSTANCES: readonly Substance[] = ['skin', 'sclera', 'iris', 'pupil'];
/** MTL has no picture of the roughness. */
const PAINTED_ROUGHNESS: Readonly<Record<string, number>> = { Skin: 0.6, Eyes: 0.2 };

/**
 * The material of a substance: the plain ones by substance; a painted body has Skin and Eyes, which share a picture.
 */
export const objMaterialOf = (substance: Substance, skin: ObjSkin | undefined): string =>
  lookOf(substance, skin?.texture).name;

/** The .mtl text. */
export function objMaterials(skin: ObjSkin | undefined): string {
  const looks = new Map(
    SUBSTANCES.map((substance) => lookOf(substance, skin?.texture)).map((look) => [look.name, look]),
  );
  return [...looks.values()]
    .map(({ name, color, roughness, isPainted }) =>
      block(
        { name, color: color.map(srgbOfLinear), roughness: isPainted ? PAINTED_ROUGHNESS[name] : roughness },
        isPainted && skin !== undefined ? skin.imageFile : null,
      ),
    )
    .join('\n');
}

/** Ns = 2/roughness⁴ − 2 is Blinn-Phong's exponent of the same highlight (Karis 2013); Pr is the PBR extension's. */
function block({ name, color, roughness }: ObjMaterial, imageFile: string | null): string {
  const exponent = Math.min(1000, 2 / roughness ** 4 - 2);
  const lines = [
    `newmtl ${name}`,
    `Kd ${color.map((value) => value.toFixed(4)).join(' ')}`,
    'Ks 0.04 0.04 0.04',
    `Ns ${exponent.toFixed(2)}`,
    `Pr ${roughness}`,
    'd 1',
    'illum 2',
  ];
  if (imageFile !== null) lines.push(`map_Kd ${imageFile}`);
  return `${lines.join('\n')}\n`;
}

const srgbOfLinear = (value: number): number =>
  value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055;
