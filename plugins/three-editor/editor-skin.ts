import type { Texture } from 'three';
import type { EncodedImage, SkinTexture } from '../../converters/export/skin-texture.js';
import { type AvatarSkin, loadAvatarSkin, type Three } from '../three/index.js';

/**
 * A skin that goes through the editor's JSON as the JPEGs it came from, 0.3 MB: three.js takes the address of an image
 * that has a `data:` one, and packs every other anew as PNG, megabytes of it, at each autosave.
 */
export async function loadEditorSkin(THREE: Three, texture: SkinTexture): Promise<AvatarSkin> {
  const skin = await loadAvatarSkin(THREE, texture);
  await Promise.all([embed(skin.map, texture.albedo), embed(skin.roughnessMap, texture.roughness)]);
  return skin;
}

async function embed(map: Texture | null, picture: EncodedImage | null): Promise<void> {
  if (map === null || picture === null) return;
  const image = new Image();
  image.src = await dataUrl(picture);
  try {
    await image.decode();
  } catch {
    return; // a page whose policy forbids such addresses: the bitmap does, too
  }
  (map.image as ImageBitmap).close();
  map.image = image;
}

const dataUrl = ({ bytes, mimeType }: EncodedImage): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as string);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(new Blob([Uint8Array.from(bytes)], { type: mimeType }));
  });
