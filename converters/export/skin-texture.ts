import { enlargeEyes, isOurAtlas } from '../../core/skin/atlas.js';
import { paintSkin, type SkinOptions } from '../../core/skin/paint-skin.js';
import type { SkinMaps } from '../../core/skin/skin-maps.js';
import { ALBEDO_QUALITY, ROUGHNESS_QUALITY, toneColor } from '../../core/skin/tones.js';
import type { Image, RiggedBody } from '../../core/types.js';

/** A picture ready to be put into a file. */
export interface EncodedImage {
  readonly bytes: Uint8Array;
  readonly mimeType: 'image/jpeg' | 'image/png';
}

/**
 * What an exporter needs to give a body its skin. Where `albedo` is not null, sclera, iris and pupil share the skin's
 * picture, and bodies pass through `withSkinAtlas` before their surfaces are split.
 */
export interface SkinTexture {
  /** What the user asked for: light, medium, dark, clay or #rrggbb. */
  readonly tone: string;
  /** sRGB colours of skin, underwear and eyes in the body's atlas, top row first; null for clay. */
  readonly albedo: EncodedImage | null;
  /** glTF's metallic-roughness picture (G roughness, B metallic = 0), a smaller one; null for clay. */
  readonly roughness: EncodedImage | null;
  /** Linear RGB for what shows no picture: the tone itself. With a picture the factor is white. */
  readonly color: readonly [number, number, number];
  /** Roughness without the picture, 0 to 1. With the picture the factor is 1. */
  readonly roughnessFactor: number;
}

/** Makes a JPEG of a picture: sharp in Node, a canvas in a browser. */
export type EncodeImage = (image: Image, quality: number) => Promise<EncodedImage>;

const EVEN_ROUGHNESS = 0.6;
const CLAY_ROUGHNESS = 0.8;

/**
 * The skin that `--skin` asks for. clay is plain grey and paints nothing; a body whose atlas is not ours gets its tone
 * as a plain colour.
 *
 * @throws FitError usage for an unknown tone
 */
export async function skinTexture(
  body: Pick<RiggedBody, 'faces' | 'uv' | 'part'>,
  maps: SkinMaps,
  options: SkinOptions,
  encode: EncodeImage,
): Promise<SkinTexture> {
  const { tone } = options;
  const color = toneColor(tone).map(linearOfSrgb) as [number, number, number];
  if (tone === 'clay' || !isOurAtlas(body.uv)) {
    const roughnessFactor = tone === 'clay' ? CLAY_ROUGHNESS : EVEN_ROUGHNESS;
    return { tone, albedo: null, roughness: null, color, roughnessFactor };
  }
  const painted = paintSkin(body, maps, options);
  return {
    tone,
    albedo: await encode(painted.albedo, ALBEDO_QUALITY),
    roughness: await encode(painted.roughness, ROUGHNESS_QUALITY),
    color,
    roughnessFactor: EVEN_ROUGHNESS,
  };
}

const linearOfSrgb = (value: number): number => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);

/** A skin whose pictures are at hand, painted before. */
export function pictureSkin(tone: string, albedo: EncodedImage, roughness: EncodedImage): SkinTexture {
  const color = toneColor(tone).map(linearOfSrgb) as [number, number, number];
  return { tone, albedo, roughness, color, roughnessFactor: EVEN_ROUGHNESS };
}

/** The body as its picture wants it: the eyes enlarged in the atlas. A body with another atlas stays as it is. */
export const withSkinAtlas = (body: RiggedBody): RiggedBody =>
  body.uv !== null && isOurAtlas(body.uv) ? { ...body, uv: enlargeEyes(body.uv) } : body;
