import { type EncodedImage, pictureSkin, type SkinTexture } from '../../converters/export/skin-texture.js';
import { shippedFile } from '../../models/registry.js';
import { fetchModel } from '../web/fetch-model.js';

/**
 * A painted skin of the package, from the browser's cache or from the page's host.
 *
 * @param modelsUrl where the package's models folder is served
 * @throws FitError not-found | bad-input
 */
export async function fetchSkin(tone: string, modelsUrl: string | URL): Promise<SkinTexture> {
  const picture = async (name: string): Promise<EncodedImage> => {
    const bytes = await fetchModel(shippedFile('skin', name), { modelsUrl, cache: true });
    return { bytes, mimeType: 'image/jpeg' };
  };
  const [albedo, roughness] = await Promise.all([picture(tone), picture('roughness')]);
  return pictureSkin(tone, albedo, roughness);
}
