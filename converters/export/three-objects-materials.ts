import type { MeshStandardMaterial } from 'three';
import { lookOf } from './materials.js';
import type { SkinTexture } from './skin-texture.js';
import type { Substance } from './surface.js';
import type { Three } from './three.js';

/**
 * A material for each of the substances, in their order. Pictures are not loaded here: the host or the writer has them.
 */
export function threeMaterials(
  THREE: Three,
  substances: readonly Substance[],
  skin?: SkinTexture,
): MeshStandardMaterial[] {
  return substances.map((substance) => {
    const { name, color, roughness } = lookOf(substance, skin);
    const material = new THREE.MeshStandardMaterial({ roughness, metalness: 0 });
    material.name = name;
    material.color.setRGB(...color, THREE.LinearSRGBColorSpace);
    return material;
  });
}
