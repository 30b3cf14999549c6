import { vertexNormals } from '../body/normals.js';
import { PART } from '../body/part.js';
import { FitError } from '../error.js';
import type { BodyModel, Image, TextureAtlas } from '../types.js';
import { enlargeEyes, isOurAtlas } from './atlas.js';
import { type AtlasMesh, forEachTexel, growIslands, type PaintTexel, type Texel } from './fill-atlas.js';
import { brow, clothCover, clothHem, distanceToCloth, flush, lashes, palm } from './landmarks.js';
import { noise, smoothstep } from './noise.js';
import { paintEye } from './paint-eye.js';
import { maskAt, type SkinMaps } from './skin-maps.js';
import { type Palette, paletteOf, toneColor } from './tones.js';

export interface SkinOptions {
  /** light, medium, dark or #rrggbb. */
  readonly tone: string;
  /** Pixels along a side of the colour picture. */
  readonly size?: number;
}

/** The pictures of a painted body, both over the atlas of `enlargeEyes`. */
export interface PaintedSkin {
  /** sRGB colours. */
  readonly albedo: Image;
  /** glTF's metallic-roughness: G roughness, B metallic (0), R unused (255). Half as large. */
  readonly roughness: Image;
}

const DEFAULT_SIZE = 2048;
const MAX_SIZE = 8192;
/** Texels that islands grow by: mip maps down to a sixteenth stay clean. */
const RINGS = 16;

const ROUGHNESS = { skin: 0.6, lips: 0.45, mouth: 1, nails: 0.35, eyes: 0.15, cloth: 0.9 };

/**
 * Paints a skin for our bodies: an even tone with mottling, flushed where blood shows, lips, nails, brows, lash lines,
 * eyes, palms and soles, and underwear cut like a two-piece swimsuit. Nothing is random: the same tone and size give
 * the same picture.
 *
 * @throws FitError usage for an unknown tone or size, unsupported for a body with another atlas
 */
export function paintSkin(
  body: Pick<BodyModel, 'faces' | 'uv' | 'part'>,
  maps: SkinMaps,
  options: SkinOptions,
): PaintedSkin {
  const { tone, size = DEFAULT_SIZE } = options;
  const palette = paletteOf(toneColor(tone));
  if (!(Number.isInteger(size) && size >= 64 && size <= MAX_SIZE)) {
    throw new FitError('usage', 'skin', `a picture of ${size} pixels is not possible.`, `Choose 64 to ${MAX_SIZE}.`);
  }
  const { faces, uv, part } = body;
  if (uv === null || part === null || !isOurAtlas(uv)) {
    throw new FitError(
      'unsupported',
      'skin',
      'this body has another texture atlas.',
      'Use a body that photorig ships.',
    );
  }
  const normals = vertexNormals(maps.positions, faces);
  const mesh = { positions: maps.positions, normals, faces, part, uv: enlargeEyes(uv) };

  const color = new Float64Array(3);
  const albedo = paint(size, palette.skin, (rgba) => {
    forEachSurfaceTexel(mesh, uv, size, (index, texel) => {
      if (texel.part === PART.eyes) paintEye(texel.x, texel.y, texel.z, palette, color);
      else paintTexel(texel, palette, maps, color);
      for (let channel = 0; channel < 3; channel++) rgba[4 * index + channel] = 255 * color[channel];
      rgba[4 * index + 3] = 255;
    });
  });
  const half = Math.floor(size / 2);
  const rough = paint(half, [1, ROUGHNESS.skin, 0], (rgba) => {
    forEachSurfaceTexel(mesh, uv, half, (index, texel) => {
      rgba[4 * index] = 255;
      rgba[4 * index + 1] = 255 * roughnessOf(texel, maps);
      rgba[4 * index + 3] = 255;
    });
  });
  return { albedo, roughness: rough };
}

/**
 * Every texel of the body, and the eyes once more where they were before they were enlarged: a mesh that was simplified
 * first, or a reader that brings its own texture coordinates, finds small eyes instead of none.
 */
function forEachSurfaceTexel(mesh: AtlasMesh, original: TextureAtlas, size: number, paintTexel: PaintTexel): void {
  forEachTexel(mesh, size, paintTexel);
  const isEye = (_: number, corner: number): boolean => mesh.part[mesh.faces[corner]] === PART.eyes;
  const uv = { coordinates: original.coordinates, faces: original.faces.filter(isEye) };
  forEachTexel({ ...mesh, faces: mesh.faces.filter(isEye), uv }, size, paintTexel);
}

/** A square picture: painted islands, grown, on a background. */
function paint(size: number, background: readonly number[], islands: (rgba: Uint8ClampedArray) => void): Image {
  const rgba = new Uint8ClampedArray(4 * size * size);
  islands(rgba);
  growIslands(rgba, size, RINGS);
  const fill = [...background.map((value) => Math.round(255 * value)), 255];
  for (let i = 0; i < rgba.length; i += 4)
    if (rgba[i + 3] === 0) for (let channel = 0; channel < 4; channel++) rgba[i + channel] = fill[channel];
  return { width: size, height: size, rgba };
}

/** Colour of a place on the skin or its cloth, rgb 0 to 1, to `out`. */
function paintTexel(texel: Texel, palette: Palette, maps: SkinMaps, out: Float64Array): void {
  const { x, y, z, u, v } = texel;
  const distance = distanceToCloth(x, y, z);
  const cover = clothCover(distance);
  const hem = clothHem(distance);
  // Grain sizes of 9 cm, 2.5 cm, 7 mm and 2 mm.
  const broad = noise(11 * x, 11 * y, 11 * z);
  const blotches = noise(40 * x + 5, 40 * y, 40 * z);
  const spots = noise(140 * x, 140 * y + 5, 140 * z);
  const pores = noise(500 * x, 500 * y, 500 * z + 5);
  const light = 1 + 0.025 * broad + 0.012 * blotches + 0.014 * spots + 0.018 * pores;
  const red = Math.max(0, flush(x, y, z) + 0.5 * maskAt(maps.ears, u, v) + 0.1 * blotches + 0.06 * spots);
  const palms = palm(x, y, texel.normalY);
  const lips = smoothstep(0.15, 0.75, maskAt(maps.lips, u, v));
  const nails = smoothstep(0.3, 0.7, maskAt(maps.nails, u, v));
  const mouth = insideMouth(texel, lips, maps);
  const hair = Math.min(1, brow(x, y, z) + lashes(x, y, z));
  for (let channel = 0; channel < 3; channel++) {
    let value = palette.skin[channel];
    value += (palette.palms[channel] - value) * palms;
    value *= 1 - red * FLUSH[channel];
    value += (palette.lips[channel] * (1 + 0.05 * spots) - value) * lips;
    value += (palette.nails[channel] - value) * 0.8 * nails;
    value += (palette.mouth[channel] - value) * mouth;
    value *= light;
    value += (palette.hair[channel] - value) * 0.85 * hair;
    const fabric = palette.cloth[channel] * (1 + 0.05 * pores - 0.22 * hem);
    out[channel] = value + (fabric - value) * cover;
  }
}

/** What full redness takes from red, green and blue. */
const FLUSH = [0.04, 0.26, 0.24];

/** The mouth, and the lips where they turn inwards: they look up or down there and lie in their own shadow. */
const insideMouth = ({ u, v, normalY }: Texel, lips: number, maps: SkinMaps): number =>
  Math.max(maskAt(maps.mouth, u, v), lips * smoothstep(0.5, 0.85, Math.abs(normalY)));

function roughnessOf(texel: Texel, maps: SkinMaps): number {
  const { x, y, z, u, v, part } = texel;
  if (part === PART.eyes) return ROUGHNESS.eyes;
  const lips = smoothstep(0.15, 0.75, maskAt(maps.lips, u, v));
  const nails = smoothstep(0.3, 0.7, maskAt(maps.nails, u, v));
  let roughness = ROUGHNESS.skin + 0.05 * noise(40 * x, 40 * y, 40 * z);
  roughness += (ROUGHNESS.lips - roughness) * lips;
  // Wet in truth; but a glint in the gap between the lips looks like teeth.
  roughness += (ROUGHNESS.mouth - roughness) * insideMouth(texel, lips, maps);
  roughness += (ROUGHNESS.nails - roughness) * nails;
  return roughness + (ROUGHNESS.cloth - roughness) * clothCover(distanceToCloth(x, y, z));
}
