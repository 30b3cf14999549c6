import type { Texture } from 'three';
import type { EncodedImage, SkinTexture } from '../../converters/export/skin-texture.js';
import type { Three } from '../../converters/export/three.js';

/** A skin whose pictures three.js can show. Several avatars may wear one. */
export interface AvatarSkin {
  readonly texture: SkinTexture;
  /** sRGB colours; null for a skin without pictures. */
  readonly map: Texture | null;
  readonly roughnessMap: Texture | null;
  /** Frees what it holds on the graphics card, once no avatar wears it. */
  dispose(): void;
}

/** Skin is seen at grazing angles all around the outline. */
const ANISOTROPY = 8;

/**
 * Decodes the pictures of a skin, in a page or a worker.
 *
 * @param THREE the host's three.js
 */
export async function loadAvatarSkin(THREE: Three, texture: SkinTexture): Promise<AvatarSkin> {
  const [map, roughnessMap] = await Promise.all([
    load(THREE, texture.albedo, THREE.SRGBColorSpace),
    load(THREE, texture.roughness, THREE.NoColorSpace),
  ]);
  return {
    texture,
    map,
    roughnessMap,
    dispose() {
      for (const picture of [map, roughnessMap]) {
        picture?.dispose();
        const image = picture?.image as ImageBitmap | HTMLImageElement | undefined;
        if (image !== undefined && 'close' in image) image.close();
      }
    },
  };
}

async function load(THREE: Three, image: EncodedImage | null, colorSpace: string): Promise<Texture | null> {
  if (image === null) return null;
  const blob = new Blob([Uint8Array.from(image.bytes)], { type: image.mimeType });
  const texture = new THREE.Texture(await createImageBitmap(blob, { colorSpaceConversion: 'none' }));
  texture.colorSpace = colorSpace;
  texture.flipY = false; // texture coordinates are glTF's, v down
  texture.wrapS = THREE.RepeatWrapping;
  texture.wrapT = THREE.RepeatWrapping;
  texture.anisotropy = ANISOTROPY;
  texture.needsUpdate = true;
  return texture;
}
