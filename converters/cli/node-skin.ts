import { isOurAtlas } from '../../core/skin/atlas.js';
import { PAINTED_TONES } from '../../core/skin/tones.js';
import type { BodyModel, Image } from '../../core/types.js';
import { type EncodedImage, pictureSkin, type SkinTexture, skinTexture } from '../export/skin-texture.js';
import { encodeJpeg } from './node-jpeg.js';
import { openSkin, openSkinPicture } from './node-models.js';

/** What the command line paints bodies with unless told otherwise. */
export const DEFAULT_TONE = 'medium';

/**
 * A skin for exporters, as the command line's `--skin` gives it: medium, light and dark come painted; painting another
 * tone takes a second or two. A body with an atlas of its own, or none, gets the tone as a plain colour.
 *
 * @param tone light, medium (default), dark, clay or #rrggbb
 * @throws FitError usage for an unknown tone
 */
export async function openSkinTexture(
  body: Pick<BodyModel, 'faces' | 'uv' | 'part'>,
  tone: string = DEFAULT_TONE,
): Promise<SkinTexture> {
  const picture = (bytes: Uint8Array): EncodedImage => ({ bytes, mimeType: 'image/jpeg' });
  if ((PAINTED_TONES as readonly string[]).includes(tone) && isOurAtlas(body.uv)) {
    const [albedo, roughness] = await Promise.all([openSkinPicture(tone), openSkinPicture('roughness')]);
    return pictureSkin(tone, picture(albedo), picture(roughness));
  }
  const encode = async (image: Image, quality: number) => picture(await encodeJpeg(image, quality));
  return skinTexture(body, await openSkin(), { tone }, encode);
}
