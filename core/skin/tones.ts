import { FitError } from '../error.js';

/** sRGB, 0 to 1. */
export type Color = readonly [number, number, number];

/** What `--skin` knows by name; clay is grey without a picture. */
export const TONES = { light: '#ddaf91', medium: '#bb8466', dark: '#6e4632', clay: '#b9b5b0' } as const;

/** Tones whose pictures are shipped. */
export const PAINTED_TONES = ['light', 'medium', 'dark'] as const;
/** JPEG qualities of the pictures: of the colours, and of the roughness, which is smooth. */
export const ALBEDO_QUALITY = 85;
export const ROUGHNESS_QUALITY = 75;

/** The colour of a tone: a name or #rrggbb. @throws FitError usage for anything else */
export function toneColor(tone: string): Color {
  const hex = Object.hasOwn(TONES, tone) ? TONES[tone as keyof typeof TONES] : tone;
  if (!/^#[0-9a-f]{6}$/i.test(hex)) {
    const names = Object.keys(TONES).join(', ');
    throw new FitError('usage', 'skin', `"${tone}" is not a skin tone.`, `Choose ${names} or a colour like #c08a68.`);
  }
  return colorOf(hex);
}

/** The colour that #rrggbb names. */
export function colorOf(hex: string): Color {
  const value = Number.parseInt(hex.slice(1), 16);
  return [(value >> 16) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255];
}

/** Everything on a body that has a colour of its own. */
export interface Palette {
  readonly skin: Color;
  readonly lips: Color;
  readonly nails: Color;
  readonly palms: Color;
  readonly hair: Color;
  readonly iris: Color;
  readonly sclera: Color;
  readonly mouth: Color;
  readonly cloth: Color;
}

const mix = (a: Color, b: Color, amount: number): Color => [
  a[0] + (b[0] - a[0]) * amount,
  a[1] + (b[1] - a[1]) * amount,
  a[2] + (b[2] - a[2]) * amount,
];
const times = (a: Color, b: Color): Color => [a[0] * b[0], a[1] * b[1], a[2] * b[2]];

/** Colours that go with a skin tone. `fairness` runs from 0 (dark) to 1 (light) with its luminance. */
export function paletteOf(skin: Color): Palette {
  const luminance = 0.2126 * skin[0] + 0.7152 * skin[1] + 0.0722 * skin[2];
  const fairness = Math.min(1, Math.max(0, (luminance - 0.28) / 0.45));
  return {
    skin,
    lips: times(skin, mix([0.88, 0.76, 0.78], [0.87, 0.67, 0.69], fairness)),
    nails: mix(times(skin, [1.04, 0.93, 0.92]), [0.95, 0.8, 0.76], 0.35),
    // The less melanin elsewhere, the less palms and soles stand out.
    palms: mix(times(skin, [1.02, 0.93, 0.92]), [0.87, 0.66, 0.56], 0.55 * (1 - fairness)),
    hair: mix(colorOf('#14100e'), colorOf('#4b3423'), fairness),
    iris: fairness > 0.8 ? colorOf('#6f8797') : mix(colorOf('#3a2415'), colorOf('#6f4a2a'), fairness),
    sclera: mix(colorOf('#dcd3c8'), colorOf('#e4ded8'), fairness),
    mouth: times(skin, [0.5, 0.26, 0.27]),
    cloth: colorOf('#4a5361'),
  };
}
