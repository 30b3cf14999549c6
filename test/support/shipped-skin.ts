import { readFileSync } from 'node:fs';
import { type EncodedImage, pictureSkin, type SkinTexture } from '../../converters/export/skin-texture.js';
import { shippedFile } from '../../models/registry.js';

/** The package's JPEG of a tone, or of the roughness. */
export const skinPicture = (name: string): Buffer =>
  readFileSync(new URL(`../../${shippedFile('skin', name).path}`, import.meta.url));

/** A painted skin of the package. */
export function shippedSkin(tone: string): SkinTexture {
  const picture = (name: string): EncodedImage => ({ bytes: skinPicture(name), mimeType: 'image/jpeg' });
  return pictureSkin(tone, picture(tone), picture('roughness'));
}
